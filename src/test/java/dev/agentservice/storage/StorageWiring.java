package dev.agentservice.storage;

import dev.agentservice.identity.PepperedTags;
import dev.agentservice.identity.UserTags;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * The part of a replica that knows how much is stored. No component, so that nobody finds
 * it by scanning.
 */
@EnableConfigurationProperties(StorageProperties.class)
@Import({ UserStorage.class, TenantStorage.class, StorageReports.class, Storage.class })
public class StorageWiring {

	@Bean
	UserTags tags() {
		return PepperedTags.of("a pepper that is only good for tests");
	}

}

package dev.agentservice.privacy.retention;

import java.util.List;

import dev.agentservice.support.personal.PersonalDataStore;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The record of processing of this deployment. */
@Configuration(proxyBeanMethods = false)
class RetentionConfiguration {

	/** Configuration is read once, so the record is made once. */
	@Bean
	RetentionReport retentionReport(List<PersonalDataStore> stores) {
		return RetentionReport.of(stores);
	}

}

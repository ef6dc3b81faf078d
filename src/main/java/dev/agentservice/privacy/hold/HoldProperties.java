package dev.agentservice.privacy.hold;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the copies of legal holds lie. Without both there are no holds.
 *
 * @param holdDirectory a directory that all replicas share; it must be there
 * @param holdKey a file with 32 random bytes in Base64, the key that seals the copies
 */
@ConfigurationProperties("agent-service.privacy")
record HoldProperties(@Nullable Path holdDirectory, @Nullable Path holdKey) {

	/**
	 * Settings.
	 * @throws IllegalArgumentException if there is one without the other
	 */
	HoldProperties {
		if ((holdDirectory == null) != (holdKey == null)) {
			throw new IllegalArgumentException(
					"agent-service.privacy.hold-directory and agent-service.privacy.hold-key need each other");
		}
	}

}

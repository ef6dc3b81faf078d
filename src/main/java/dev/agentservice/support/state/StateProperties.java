package dev.agentservice.support.state;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The form of stored documents: sessions, journals, records and what they hold.
 *
 * @param writeVersion the version in which documents are written; a release writes its
 * newest version or the one before, so that a canary can write what stable can read. In
 * version 1 journals hold no intents: what a tool with side effects was at when its
 * replica died is then unknown, and it is called again
 */
@Validated
@ConfigurationProperties("agent-service.state")
public record StateProperties(
		@Min(StateProperties.OLDEST_VERSION) @Max(StateProperties.NEWEST_VERSION) @DefaultValue("2") int writeVersion) {

	/**
	 * What this release writes at most, and reads. The file {@code state-readable} among
	 * the resources says the same to scripts that have only the source tree.
	 */
	public static final int NEWEST_VERSION = 2;

	/** The oldest version that this release reads, and writes at least. */
	public static final int OLDEST_VERSION = NEWEST_VERSION - 1;

}

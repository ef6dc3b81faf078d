package dev.agentservice.session;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The form of stored documents.
 *
 * @param writeVersion the version in which documents are written; a release writes its
 * newest version or the one before, so that a canary can write what stable can read
 */
@Validated
@ConfigurationProperties("agent-service.state")
record StateProperties(@Min(1) @Max(SessionJson.NEWEST_VERSION) @DefaultValue("1") int writeVersion) {

}

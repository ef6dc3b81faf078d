package dev.agentservice.knowledge.store;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The Redis of documents that tenants share.
 *
 * @param url where it is, {@code redis://} or {@code rediss://}; empty for the main one.
 * Failure mode: as if the index could not be searched, and nothing is stored
 */
@Validated
@ConfigurationProperties("agent-service.knowledge.redis")
record KnowledgeRedisProperties(@NotNull @DefaultValue("") String url) {

	/** Without the address, which may hold a password. */
	@Override
	public String toString() {
		return "KnowledgeRedisProperties[]";
	}

}

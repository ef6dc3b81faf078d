package dev.agentservice.knowledge.store;

import java.time.Duration;

import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.beside.BesideRedis;
import dev.agentservice.support.redis.beside.BesideRedises;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * What tenants share is in a Redis of its own, if there is one: large texts are no good
 * neighbours of money. What users own stays in the main one, beside their epoch.
 */
@Component
public class KnowledgeStores implements CatchUp, DisposableBean {

	private final RedisStore main;

	private final @Nullable BesideRedis beside;

	/**
	 * The stores.
	 * @throws IllegalArgumentException if the address of the second one is none
	 */
	KnowledgeStores(RedisStore main, KnowledgeRedisProperties properties, BesideRedises redises) {
		this.main = main;
		this.beside = properties.url().isEmpty() ? null : connected(properties, redises);
	}

	private static BesideRedis connected(KnowledgeRedisProperties properties, BesideRedises redises) {
		try {
			return redises.connect("redis-knowledge", ProblemCode.KNOWLEDGE_UNAVAILABLE, properties.url());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("agent-service.knowledge.redis.url: " + ex.getMessage(), ex);
		}
	}

	/** Where documents are that tenants share. */
	public RedisStore shared() {
		return (this.beside != null) ? this.beside.store() : this.main;
	}

	/** Where documents are that users own. */
	public RedisStore own() {
		return this.main;
	}

	/** Most requests need nothing of it, so none waits. */
	@Override
	public Duration patience() {
		return Duration.ZERO;
	}

	@Override
	public void catchUp() {
		if (this.beside != null) {
			this.beside.store().catchUp();
		}
	}

	@Override
	public void destroy() {
		if (this.beside != null) {
			this.beside.close();
		}
	}

}

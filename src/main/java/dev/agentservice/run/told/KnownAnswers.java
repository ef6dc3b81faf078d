package dev.agentservice.run.told;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * The tags of answers that are free of third-party content, in Redis.
 */
@Component
class KnownAnswers {

	/** What {@code answers-note} answers. */
	enum Noting {

		/** It is noted. */
		NOTED,
		/** It is not: the user's data were erased since the run was admitted. */
		ERASED

	}

	private static final LuaScript<Noting> NOTE = LuaScript.outcome(Noting.class, "fragment/clock", "fragment/epoch",
			"fragment/index", "run/answers-note");

	private static final LuaScript<Long> KNOWN = LuaScript.number("fragment/clock", "run/answers-known");

	private static final String MEMBER = "answers";

	private final RedisStore redis;

	private final ToldHistoryProperties properties;

	private final Duration indexTtl;

	KnownAnswers(RedisStore redis, ToldHistoryProperties properties, RedisProperties redisProperties) {
		if (properties.ttl().compareTo(redisProperties.epochTtl()) >= 0) {
			throw new IllegalArgumentException(
					"agent-service.run.told-history.ttl must be shorter than agent-service.redis.epoch-ttl");
		}
		this.redis = redis;
		this.properties = properties;
		this.indexTtl = redisProperties.epochTtl();
	}

	/** Whether all of them are known. */
	CompletableFuture<Boolean> hold(UserTag user, Collection<String> tags) {
		return this.redis.runAsync(KNOWN, List.of(user.key(MEMBER)), List.copyOf(tags))
			.thenApply((known) -> known == tags.size());
	}

	/**
	 * Records whether answers hold third-party content.
	 * @param epoch the user's epoch at the run's admission
	 * @param free whether they are free of third-party content
	 */
	CompletableFuture<Noting> note(UserTag user, String epoch, Collection<String> tags, boolean free) {
		List<Object> arguments = new ArrayList<>(List.of(epoch, free ? 1 : 0, this.properties.ttl().toMillis(),
				this.properties.limit(), MEMBER, this.indexTtl.toMillis()));
		arguments.addAll(tags);
		return this.redis.runAsync(NOTE, List.of(user.key(MEMBER), user.key("epoch"), user.key("keys")), arguments);
	}

}

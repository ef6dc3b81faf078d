package dev.agentservice.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.state.StateVersion;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Conversations in Redis. Each operation is one script, so one round trip; what is asked
 * and what is answered stands at the head of each script.
 */
@Component
class SessionStore {

	/** What became of a deletion. */
	enum Deletion {

		DELETED, MISSING, BUSY

	}

	/**
	 * A session as a list of them names it.
	 *
	 * @param id the session
	 * @param head its head as it is stored
	 */
	record Listed(String id, String head) {

		/** Reads what {@code session-list} answers. */
		static List<Listed> read(List<@Nullable Object> reply) {
			return reply.stream()
				.map(SessionStore::list)
				.map((row) -> new Listed((String) row.get(0), (String) row.get(1)))
				.toList();
		}

	}

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list("session/session-load",
			"session/session-find");

	private static final LuaScript<List<Listed>> LIST = LuaScript.list(Listed::read, "fragment/index",
			"session/session-list");

	private static final LuaScript<Deletion> DELETE = LuaScript.outcome(Deletion.class, "fragment/clock",
			"fragment/hash", "fragment/stored", "session/session-delete");

	private final RedisStore redis;

	private final SessionJson json;

	private final SessionProperties properties;

	private final Duration epochTtl;

	private final StateVersion version;

	SessionStore(RedisStore redis, SessionJson json, SessionProperties properties, RedisProperties redisProperties,
			StateVersion version) {
		if (properties.ttl().compareTo(redisProperties.epochTtl()) >= 0) {
			throw new IllegalArgumentException(
					"agent-service.session.ttl must be shorter than agent-service.redis.epoch-ttl");
		}
		this.redis = redis;
		this.json = json;
		this.properties = properties;
		this.epochTtl = redisProperties.epochTtl();
		this.version = version;
	}

	/** What {@code session-open} wants. */
	SessionStep opening(UserTag user, @Nullable SessionId id) {
		SessionKeys keys = new SessionKeys(user);
		return new SessionStep(List.of(keys.epoch(), keys.who(), keys.turn(id), keys.session(id)), List
			.of(UUID.randomUUID(), "", this.epochTtl.toMillis(), this.properties.loadTurns(), (id != null) ? 1 : 0));
	}

	/** What {@code session-append} wants to write a turn. */
	SessionStep appending(SessionKeys keys, SessionId id, String expectedHead, StoredSession.Head head, Turn turn) {
		this.version.noteWriting();
		return new SessionStep(List.of(keys.turn(id), keys.session(id), keys.index()),
				List.of(1, expectedHead, this.json.write(head), head.turns(), this.json.write(turn),
						this.properties.maxTurns(), this.properties.ttl().toMillis(), SessionKeys.member(id),
						this.epochTtl.toMillis()));
	}

	/** What {@code session-append} wants to write nothing. */
	SessionStep leaving(SessionKeys keys, @Nullable SessionId id) {
		return new SessionStep(List.of(keys.turn(id), keys.session(id), keys.index()),
				List.of(0, "", "", "", "", "", "", "", ""));
	}

	StoredSession find(SessionKeys keys, SessionId id) {
		List<@Nullable Object> reply = this.redis.run(FIND, List.of(keys.session(id)),
				List.of(this.properties.maxTurns()));
		return this.json.read((String) reply.getFirst(), list(reply.get(1)));
	}

	List<Listed> list(SessionKeys keys, String after, int limit) {
		return this.redis.run(LIST, List.of(keys.index()), List.of(after, limit));
	}

	Deletion delete(SessionKeys keys, SessionId id) {
		return this.redis.run(DELETE, List.of(keys.turn(id), keys.session(id), keys.index()),
				List.of(SessionKeys.member(id)));
	}

	private static List<?> list(@Nullable Object reply) {
		return (List<?>) Objects.requireNonNull(reply);
	}

}

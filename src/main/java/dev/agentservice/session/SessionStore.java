package dev.agentservice.session;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.Caller;
import dev.agentservice.support.LuaScript;
import dev.agentservice.support.RedisSettings;
import dev.agentservice.support.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Conversations in Redis. Each operation is one script, so one round trip; what is asked
 * and what is answered stands at the head of each script.
 */
@Component
class SessionStore {

	/** What became of an append. */
	enum Append {

		WRITTEN, ERASED, FENCED_OFF, CHANGED

	}

	/** What became of a deletion. */
	enum Deletion {

		DELETED, MISSING, BUSY

	}

	/**
	 * An opened session.
	 *
	 * @param epoch the user's epoch
	 * @param head the stored head, null for a new session
	 * @param turns the stored latest turns, oldest first, null where there is none
	 */
	record Opened(String epoch, @Nullable String head, List<?> turns) {

	}

	/**
	 * A turn to write.
	 *
	 * @param keys the user's keys
	 * @param id the session
	 * @param epoch the epoch at admission
	 * @param owner who has the turn
	 * @param expectedHead the head as it was read
	 */
	record Claim(SessionKeys keys, SessionId id, String epoch, String owner, String expectedHead) {

	}

	private static final LuaScript<String> ADMIT = LuaScript.text("epoch", "admit");

	private static final LuaScript<List<@Nullable Object>> OPEN = LuaScript.list("epoch", "session-load",
			"session-open");

	private static final LuaScript<String> APPEND = LuaScript.text("epoch", "index", "session-append");

	private static final LuaScript<Long> RENEW = LuaScript.number("session-renew");

	private static final LuaScript<Long> RELEASE = LuaScript.number("session-release");

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list("session-load", "session-find");

	private static final LuaScript<List<@Nullable Object>> LIST = LuaScript.list("index", "session-list");

	private static final LuaScript<String> DELETE = LuaScript.text("session-delete");

	private static final LuaScript<Long> STATE_WRITTEN = LuaScript.number("state-written");

	private final RedisStore redis;

	private final SessionJson json;

	private final SessionSettings settings;

	private final Duration epochTtl;

	private volatile boolean versionNoted;

	SessionStore(RedisStore redis, SessionJson json, SessionSettings settings, RedisSettings redisSettings) {
		if (settings.ttl().compareTo(redisSettings.epochTtl()) >= 0) {
			throw new IllegalArgumentException(
					"agent-service.session.ttl must be shorter than agent-service.redis.epoch-ttl");
		}
		this.redis = redis;
		this.json = json;
		this.settings = settings;
		this.epochTtl = redisSettings.epochTtl();
	}

	/** Admits a run that keeps no conversation, and answers with the user's epoch. */
	String admit(Caller caller) {
		SessionKeys keys = new SessionKeys(caller.tag());
		return this.redis.run(ADMIT, List.of(keys.epoch(), keys.who()),
				List.of(UUID.randomUUID(), who(caller), this.epochTtl.toMillis()));
	}

	/**
	 * Admits a run and opens its session, or answers null if somebody else has the turn.
	 */
	@Nullable Opened open(Caller caller, SessionId id, String owner) {
		SessionKeys keys = new SessionKeys(caller.tag());
		List<@Nullable Object> reply = this.redis.run(OPEN,
				List.of(keys.epoch(), keys.who(), keys.turn(id), keys.session(id)),
				List.of(UUID.randomUUID(), who(caller), this.epochTtl.toMillis(), owner,
						this.settings.lease().toMillis(), this.settings.loadTurns()));
		if (!"granted".equals(reply.get(1))) {
			return null;
		}
		return new Opened((String) Objects.requireNonNull(reply.getFirst()), (String) reply.get(2), list(reply.get(3)));
	}

	Append append(Claim claim, SessionHead head, Turn turn) {
		noteVersion();
		SessionKeys keys = claim.keys();
		String outcome = this.redis.run(APPEND,
				List.of(keys.epoch(), keys.turn(claim.id()), keys.session(claim.id()), keys.index()),
				List.of(claim.epoch(), claim.owner(), claim.expectedHead(), this.json.write(head), head.turns(),
						this.json.write(turn), this.settings.maxTurns(), this.settings.ttl().toMillis(),
						SessionKeys.member(claim.id()), this.epochTtl.toMillis()));
		return Append.valueOf(outcome.toUpperCase(Locale.ROOT));
	}

	/** Renews a lease; the answer says whether it was still the owner's. */
	CompletableFuture<Boolean> renew(String turnKey, String owner) {
		return this.redis.runAsync(RENEW, List.of(turnKey), List.of(owner, this.settings.lease().toMillis()))
			.thenApply((renewed) -> renewed == 1);
	}

	/** Gives a turn back; the answer says whether it was still the owner's. */
	CompletableFuture<Boolean> release(String turnKey, String owner) {
		return this.redis.runAsync(RELEASE, List.of(turnKey), List.of(owner)).thenApply((released) -> released == 1);
	}

	StoredSession find(SessionKeys keys, SessionId id) {
		List<@Nullable Object> reply = this.redis.run(FIND, List.of(keys.session(id)),
				List.of(this.settings.maxTurns()));
		return this.json.read((String) reply.getFirst(), list(reply.get(1)));
	}

	/** Answers with pairs of id and stored head. */
	List<List<?>> list(SessionKeys keys, String after, int limit) {
		List<@Nullable Object> reply = this.redis.run(LIST, List.of(keys.index()), List.of(after, limit));
		return reply.stream().<List<?>>map(SessionStore::list).toList();
	}

	Deletion delete(SessionKeys keys, SessionId id) {
		String outcome = this.redis.run(DELETE, List.of(keys.turn(id), keys.session(id), keys.index()),
				List.of(SessionKeys.member(id)));
		return Deletion.valueOf(outcome.toUpperCase(Locale.ROOT));
	}

	/** A key of its own slot, so a script of its own; once per start is enough. */
	private void noteVersion() {
		if (!this.versionNoted) {
			this.redis.run(STATE_WRITTEN, List.of("as:state:written"), List.of(this.json.writeVersion()));
			this.versionNoted = true;
		}
	}

	private String who(Caller caller) {
		return this.json.who(caller.tenant(), caller.user());
	}

	private static List<?> list(@Nullable Object reply) {
		return (List<?>) Objects.requireNonNull(reply);
	}

}

package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.LuaScript;
import dev.agentservice.support.RedisStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was admitted before. A user becomes known only after having been counted as a new
 * one: whoever is refused as one too many is as new as before when asking again, also at
 * the same moment. Thread-safe.
 */
final class Newcomers {

	private static final Logger logger = LoggerFactory.getLogger(Newcomers.class);

	private static final LuaScript<Long> KNOWN = LuaScript.number("user-known");

	private static final LuaScript<Long> REMEMBER = LuaScript.number("user-remember");

	private final RedisStore store;

	private final Duration remembered;

	Newcomers(RedisStore store, Duration remembered) {
		this.store = store;
		this.remembered = remembered;
	}

	/** Whether the user is new, as far as anybody knows: also if Redis is away. */
	CompletableFuture<Boolean> isNew(UserTag user) {
		return this.store.runAsync(KNOWN, List.of(key(user)), List.of(this.remembered.toMillis()))
			.handle((known, failure) -> failure != null || known == 0);
	}

	/** Nobody waits for it: whoever could not be remembered is counted once more. */
	void remember(UserTag user) {
		var _ = this.store.runAsync(REMEMBER, List.of(key(user)), List.of(this.remembered.toMillis()))
			.exceptionally((failure) -> {
				logger.atDebug().setCause(failure).log("A new user was not remembered");
				return 0L;
			});
	}

	private static String key(UserTag user) {
		return "as:bucket:" + RateLimit.owner(user) + ":known";
	}

}

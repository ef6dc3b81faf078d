package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.identity.UserTag;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.support.LatestUsed;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who was admitted before. A user becomes known only after having been counted as a new
 * one: whoever is refused as one too many is as new as before when asking again, also at
 * the same moment. Thread-safe.
 */
final class Newcomers {

	private static final Logger logger = LoggerFactory.getLogger(Newcomers.class);

	private static final LuaScript<Long> KNOWN = LuaScript.number("ratelimit/user-known");

	private static final LuaScript<Long> REMEMBER = LuaScript.number("ratelimit/user-remember");

	/** Known users for whom Redis is not asked. */
	private static final int KEPT = 10_000;

	private static final Duration LONGEST = Duration.ofMinutes(10);

	private final RedisStore store;

	private final Duration remembered;

	private final long keptNanos;

	private final LatestUsed<UserTag, AtomicLong> knownUntil = new LatestUsed<>(KEPT,
			(_) -> new AtomicLong(System.nanoTime()));

	/**
	 * Remembers users.
	 * @param store where
	 * @param remembered for how long after they were last asked for; for a sixtieth of
	 * that, and 10 minutes at most, a replica does not ask again
	 */
	Newcomers(RedisStore store, Duration remembered) {
		this.store = store;
		this.remembered = remembered;
		Duration kept = remembered.dividedBy(60);
		this.keptNanos = ((kept.compareTo(LONGEST) < 0) ? kept : LONGEST).toNanos();
	}

	/** Whether the user is new, as far as anybody knows: also if Redis is away. */
	CompletableFuture<Boolean> isNew(UserTag user) {
		AtomicLong until = this.knownUntil.get(user);
		if (System.nanoTime() - until.get() < 0) {
			return CompletableFuture.completedFuture(false);
		}
		return this.store.runAsync(KNOWN, List.of(key(user)), List.of(this.remembered.toMillis()))
			.handle((known, failure) -> {
				if (failure != null || known == 0) {
					return true;
				}
				until.set(System.nanoTime() + this.keptNanos);
				return false;
			});
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

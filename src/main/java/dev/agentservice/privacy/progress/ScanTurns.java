package dev.agentservice.privacy.progress;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Looks through the keys of all masters, page by page. {@code scan-rate} is that of all
 * looks together, for whatever reason and at whichever replicas.
 */
@Component
public class ScanTurns {

	private static final int PAGE = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final List<String> KEYS = List.of("as:{e}:erasures");

	private static final LuaScript<Long> TURN = LuaScript.number("fragment/clock", "privacy/erasure-keys",
			"privacy/erasure-turn");

	private final RedisStore redis;

	private final long pageMillis;

	ScanTurns(RedisStore redis, PrivacyProperties properties) {
		this.redis = redis;
		this.pageMillis = Duration.ofSeconds(PAGE).dividedBy(properties.scanRate()).toMillis();
	}

	/**
	 * A page of keys.
	 * @param pattern of those that are wanted
	 * @param cursor where the page before ended, or the empty text
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public KeyPage page(String pattern, String cursor) {
		try {
			return this.redis.scan(pattern, cursor, PAGE).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", (ex.getCause() instanceof TimeoutException cause) ? cause : ex);
		}
	}

	/** Takes the next turn: in what time the next page may be looked at. */
	public Duration next() {
		return Duration.ofMillis(this.redis.run(TURN, KEYS, List.of(this.pageMillis)));
	}

	/**
	 * Waits for the next turn.
	 * @return false if it comes only after the deadline; then it was not waited for
	 */
	public boolean await(Deadline deadline) {
		Duration pause = next();
		if (pause.compareTo(deadline.remaining()) >= 0) {
			return false;
		}
		try {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("The replica stops").initCause(ex);
		}
	}

}

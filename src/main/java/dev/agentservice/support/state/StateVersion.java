package dev.agentservice.support.state;

import java.util.List;
import java.util.OptionalInt;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * The highest version of a document that any release has ever written, as Redis last said
 * it, beside the highest that this release reads. A release that reads less than was
 * written must not serve: it cannot tell what users have stored. Thread-safe.
 */
@Component
public class StateVersion {

	private static final LuaScript<Long> WRITTEN = LuaScript.number("support/state-written");

	private static final List<String> KEY = List.of("as:state:written");

	private static final int UNKNOWN = -1;

	private final RedisStore redis;

	private final int writes;

	private volatile boolean noted;

	private volatile int written = UNKNOWN;

	StateVersion(RedisStore redis, StateProperties properties) {
		this.redis = redis;
		this.writes = properties.writeVersion();
	}

	/**
	 * Notes that this release is about to write. Redis is asked once per start.
	 * @throws StoreUnavailableException if Redis is unavailable: then nothing may be
	 * written
	 */
	public void noteWriting() {
		if (!this.noted) {
			ask(this.writes);
			this.noted = true;
		}
	}

	/**
	 * Asks Redis again. What this release writes is noted anew, should Redis have
	 * forgotten it.
	 * @throws StoreUnavailableException if Redis is unavailable: then the last answer
	 * stays
	 */
	void look() {
		ask(this.noted ? this.writes : 0);
	}

	/** The highest version ever written; empty until Redis has answered. */
	OptionalInt written() {
		int answer = this.written;
		return (answer != UNKNOWN) ? OptionalInt.of(answer) : OptionalInt.empty();
	}

	/** Whether this release reads all that was written, as far as it is known. */
	boolean isReadable() {
		return this.written <= StateProperties.NEWEST_VERSION;
	}

	/** The number may fall with a Redis that was replaced, so the last answer counts. */
	private void ask(int version) {
		this.written = Math.toIntExact(this.redis.run(WRITTEN, KEY, List.of(version)));
	}

}

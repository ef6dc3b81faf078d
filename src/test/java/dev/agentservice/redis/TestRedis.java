package dev.agentservice.redis;

import java.util.Map;

/**
 * A Redis that tests run on, whatever its shape.
 */
public interface TestRedis {

	/** The {@code spring.data.redis} properties of a client of this Redis. */
	Map<String, String> properties();

	/** Forgets all data. Scripts and statistics stay. */
	void flush();

	/** Forgets all scripts. */
	void flushScripts();

	/**
	 * How often each command was called since the start, on all nodes. What a script
	 * calls inside is counted too.
	 */
	Map<String, Long> commandStats();

	/** How many commands were called since the start, inside of scripts too. */
	default long commandCount() {
		return commandStats().values().stream().mapToLong(Long::longValue).sum();
	}

	/** How many scripts were called since the start: each is one round trip. */
	default long scriptCount() {
		Map<String, Long> stats = commandStats();
		return stats.getOrDefault("evalsha", 0L) + stats.getOrDefault("eval", 0L);
	}

}

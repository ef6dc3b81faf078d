package dev.agentservice.redis;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shapes of Redis that every script has to work on.
 */
public enum RedisTopology {

	/** One server. */
	SINGLE {
		@Override
		public TestRedis redis() {
			return RedisServer.shared();
		}

		@Override
		TestRedis start() {
			return RedisServer.start();
		}
	},

	/** Three masters. */
	CLUSTER {
		@Override
		public TestRedis redis() {
			return RedisCluster.shared();
		}

		@Override
		TestRedis start() {
			return RedisCluster.start();
		}
	};

	/** The Redis of this shape that all tests of this JVM share. */
	public abstract TestRedis redis();

	/** One of this shape for the tests of one class, which run beside those of others. */
	public TestRedis own(Class<?> tests) {
		return Own.STARTED.computeIfAbsent(Map.entry(this, tests), _ -> start());
	}

	abstract TestRedis start();

	private static final class Own {

		private static final Map<Map.Entry<RedisTopology, Class<?>>, TestRedis> STARTED = new ConcurrentHashMap<>();

	}

}

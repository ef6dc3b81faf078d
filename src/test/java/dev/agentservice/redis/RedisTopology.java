package dev.agentservice.redis;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The shapes of Redis that every script has to work on.
 */
public enum RedisTopology {

	/** One server. */
	SINGLE {
		@Override
		TestRedis start() {
			return RedisServer.start();
		}
	},

	/** Three masters. */
	CLUSTER {
		@Override
		TestRedis start() {
			return RedisCluster.start();
		}
	};

	/**
	 * One of this shape for the tests of one class, which run beside those of others,
	 * until all of them have run. It is empty; scripts and statistics may be of a class
	 * before.
	 */
	public TestRedis own(Class<?> tests) {
		return Own.TAKEN.computeIfAbsent(Map.entry(this, tests), _ -> {
			TestRedis free = Own.free(this).poll();
			if (free == null) {
				return start();
			}
			free.flush();
			return free;
		});
	}

	/** Has other classes use what these tests have used. */
	static void release(Class<?> tests) {
		for (RedisTopology topology : values()) {
			TestRedis redis = Own.TAKEN.remove(Map.entry(topology, tests));
			if (redis != null) {
				Own.free(topology).add(redis);
			}
		}
	}

	abstract TestRedis start();

	private static final class Own {

		private static final Map<Map.Entry<RedisTopology, Class<?>>, TestRedis> TAKEN = new ConcurrentHashMap<>();

		private static final Map<RedisTopology, Queue<TestRedis>> FREE = new ConcurrentHashMap<>();

		private static Queue<TestRedis> free(RedisTopology topology) {
			return FREE.computeIfAbsent(topology, _ -> new ConcurrentLinkedQueue<>());
		}

	}

}

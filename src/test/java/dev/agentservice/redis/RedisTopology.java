package dev.agentservice.redis;

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
	},

	/** Three masters. */
	CLUSTER {
		@Override
		public TestRedis redis() {
			return RedisCluster.shared();
		}
	};

	/** The Redis of this shape that all tests of this JVM share. */
	public abstract TestRedis redis();

}

package dev.agentservice.endtoend;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Everything Redis holds of users' runs and sessions, byte by byte.
 */
final class UserKeys implements AutoCloseable {

	private final RedisClient client;

	private final RedisCommands<String, String> redis;

	UserKeys(RedisServer server) {
		this.client = RedisClient.create("redis://127.0.0.1:" + server.port());
		this.redis = this.client.connect().sync();
	}

	/** Serialized values by key; without times to live, which pass by themselves. */
	Map<String, String> dump() {
		Map<String, String> values = new TreeMap<>();
		for (String kind : new String[] { "run", "session", "turn", "idem" }) {
			for (String key : this.redis.keys("as:{*}:" + kind + ":*")) {
				values.put(key, Arrays.toString(this.redis.dump(key)));
			}
		}
		return values;
	}

	@Override
	public void close() {
		this.client.shutdown();
	}

}

package dev.agentservice.endtoend.secrets;

import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.redis.RedisServer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * Everything that Redis holds, in plain text.
 */
final class RedisContents {

	private RedisContents() {
	}

	/** Values by key. */
	static Map<String, String> of(RedisServer server) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
		try {
			RedisCommands<String, String> redis = client.connect().sync();
			Map<String, String> contents = new TreeMap<>();
			redis.keys("*").forEach((key) -> contents.put(key, value(redis, key)));
			return contents;
		}
		finally {
			client.shutdown();
		}
	}

	private static String value(RedisCommands<String, String> redis, String key) {
		return switch (redis.type(key)) {
			case "string" -> String.valueOf(redis.get(key));
			case "hash" -> redis.hgetall(key).toString();
			case "list" -> redis.lrange(key, 0, -1).toString();
			case "set" -> redis.smembers(key).toString();
			case "zset" -> redis.zrange(key, 0, -1).toString();
			case "stream" -> redis.xrange(key, Range.create("-", "+")).toString();
			case "none" -> ""; // has just expired
			default -> throw new IllegalStateException(key + " is of a type that this class does not read");
		};
	}

}

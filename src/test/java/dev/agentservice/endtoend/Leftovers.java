package dev.agentservice.endtoend;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * What is in Redis only while somebody works: read past the service.
 */
public final class Leftovers {

	private Leftovers() {
	}

	/**
	 * Reservations nobody has settled, turns that are taken, runs that are not over; none
	 * if all is well.
	 */
	public static List<String> of(RedisServer server) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
		try {
			return in(client.connect().sync());
		}
		finally {
			client.shutdown();
		}
	}

	private static List<String> in(RedisCommands<String, String> redis) {
		List<String> left = new ArrayList<>(redis.keys("as:{*}:turn:*"));
		redis.keys("as:{*}:reservations").stream().filter((key) -> redis.zcard(key) > 0).forEach(left::add);
		for (String key : redis.keys("as:{*}:budget:*")) {
			if (!"0".equals(String.valueOf(redis.hgetall(key).getOrDefault("reserved", "0")))) {
				left.add(key + " has something reserved");
			}
		}
		for (String key : redis.keys("as:{*}:run:run_??????????????????????????")) {
			String status = redis.hget(key, "status");
			if ("running".equals(status) || "cancelling".equals(status)) {
				left.add(key + " is " + status);
			}
		}
		return left;
	}

}

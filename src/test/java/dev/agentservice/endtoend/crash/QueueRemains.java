package dev.agentservice.endtoend.crash;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.endtoend.Leftovers;
import dev.agentservice.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

/**
 * What is in the queue although no run is left: read past the service.
 */
final class QueueRemains {

	private QueueRemains() {
	}

	/**
	 * In words, with whatever else is in Redis only while there is work; none if all is
	 * well.
	 */
	static List<String> of(RedisServer server) {
		List<String> remains = new ArrayList<>(Leftovers.of(server));
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
		try {
			remains.addAll(in(client.connect().sync()));
		}
		finally {
			client.shutdown();
		}
		return remains;
	}

	private static List<String> in(RedisCommands<String, String> redis) {
		List<String> remains = new ArrayList<>();
		for (String lane : redis.keys("as:{q}:queue:*")) {
			note(remains, redis.xlen(lane), lane + " has entries");
			note(remains, redis.xpending(lane, "workers").getCount(), lane + " has pending entries");
		}
		note(remains, redis.hlen("as:{q}:jobs"), "as:{q}:jobs has runs");
		note(remains, redis.zcard("as:{q}:live"), "as:{q}:live has runs");
		for (String kind : List.of("backlog", "window", "waiting", "parked")) {
			redis.keys("as:{q}:" + kind + ":*").forEach((key) -> remains.add(key + " exists"));
		}
		return remains;
	}

	private static void note(List<String> remains, long count, String what) {
		if (count > 0) {
			remains.add(what + ": " + count);
		}
	}

}

package dev.agentservice.endtoend;

import dev.agentservice.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives every stored reply that called a tool what a provider could have said beside it,
 * as if a provider had that no test asks.
 *
 * @param mark what it says
 */
record PlantedPart(String mark) {

	private static final JsonMapper JSON = JsonMapper.shared();

	/**
	 * Changes what Redis holds.
	 * @return how many messages have it now
	 */
	int in(RedisServer server) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.port());
		try {
			RedisCommands<String, String> redis = client.connect().sync();
			return inSessions(redis) + inJournals(redis);
		}
		finally {
			client.shutdown();
		}
	}

	private int inSessions(RedisCommands<String, String> redis) {
		int planted = 0;
		for (String key : redis.keys("as:{*}:session:*")) {
			for (var turn : redis.hgetall(key).entrySet()) {
				if (turn.getKey().matches("\\d+")) {
					JsonNode document = JSON.readTree(turn.getValue());
					for (JsonNode message : document.path("messages")) {
						planted += plant(message);
					}
					redis.hset(key, turn.getKey(), document.toString());
				}
			}
		}
		return planted;
	}

	private int inJournals(RedisCommands<String, String> redis) {
		int planted = 0;
		for (String key : redis.keys("as:{*}:run:*:steps")) {
			for (int i = 0; i < redis.llen(key); i++) {
				JsonNode document = JSON.readTree(redis.lindex(key, i));
				planted += plant(document.path("message"));
				redis.lset(key, i, document.toString());
			}
		}
		return planted;
	}

	private int plant(JsonNode message) {
		if (!(message instanceof ObjectNode object) || !object.has("tool_calls")) {
			return 0;
		}
		object.putObject("opaque").put("provider", "elsewhere").put("json", "[{\"thinking\": \"" + this.mark + "\"}]");
		return 1;
	}

}

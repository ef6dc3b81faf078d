package dev.agentservice.endtoend;

import java.util.List;

import dev.agentservice.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;

import static org.awaitility.Awaitility.await;

/**
 * What Redis holds of a user, found by looking through all keys.
 */
final class ErasedUser {

	/** The key of a data protection officer of the tenant {@code acme}. */
	static final String PRIVACY_KEY = "test-key-of-petra";

	/** Its digest, as the configuration has it. */
	static final String PRIVACY_SHA = "7656ca452c85537939d02feb81afd89987b1378e60b7237440c507351c379085";

	private ErasedUser() {
	}

	/** All keys with the user's tag. */
	static List<String> keys(RedisServer redis, String tag) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
			return client.connect().sync().keys("*" + tag + "*");
		}
	}

	/** How many runs are queued, of all users. */
	static long jobs(RedisServer redis) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
			return client.connect().sync().hlen("as:{q}:jobs");
		}
	}

	/** Raises the fence of a user, or takes it away. */
	static void fence(RedisServer redis, String tag, String value) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
			String key = "as:{" + tag + "}:erasing";
			if (value.isEmpty()) {
				client.connect().sync().del(key);
			}
			else {
				client.connect().sync().set(key, value);
			}
		}
	}

	/** Has Redis write its append-only file anew, and waits until it has. */
	static void rewriteFile(RedisServer redis) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
			RedisCommands<String, String> commands = client.connect().sync();
			await().until(() -> isIdle(commands));
			redis.rewriteFile();
			await().until(() -> isIdle(commands));
		}
	}

	private static boolean isIdle(RedisCommands<String, String> commands) {
		return commands.info("persistence")
			.lines()
			.map(String::strip)
			.filter((line) -> line.matches("aof_rewrite_(in_progress|scheduled):.*"))
			.allMatch((line) -> line.endsWith(":0"));
	}

	/** From now on has Redis keep an append-only file. */
	static void keepFile(RedisServer redis) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port())) {
			client.connect().sync().configSet("appendonly", "yes");
		}
	}

	/** Whether it may be there after an erasure: today's money, and numbers. */
	static boolean isKept(String key) {
		return key.startsWith("as:bucket:{") || key.matches("as:\\{[0-9a-f]+}:budget:[0-9-]+:user:.*");
	}

}

package dev.agentservice.storage;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * Reads what the scripts have counted of users.
 */
@Component
class UserStorage {

	private static final LuaScript<StoredBytes> READ = LuaScript.list(StoredBytes::read, "fragment/clock",
			"storage/stored-sum", "storage/stored-user");

	private final RedisStore redis;

	UserStorage(RedisStore redis) {
		this.redis = redis;
	}

	/** Waits for the answer. */
	StoredBytes find(UserTag user) {
		return this.redis.run(READ, keys(user), List.of());
	}

	CompletableFuture<StoredBytes> read(UserTag user) {
		return this.redis.runAsync(READ, keys(user), List.of());
	}

	private static List<String> keys(UserTag user) {
		return List.of(user.key("stored"));
	}

}

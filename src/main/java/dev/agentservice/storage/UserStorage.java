package dev.agentservice.storage;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads what the scripts have counted of users.
 */
@Component
class UserStorage {

	private static final LuaScript<List<@Nullable Object>> READ = LuaScript.list("fragment/clock", "storage/stored-sum", "storage/stored-user");

	private final RedisStore redis;

	UserStorage(RedisStore redis) {
		this.redis = redis;
	}

	/** Waits for the answer. */
	StoredBytes find(UserTag user) {
		return stored(this.redis.run(READ, keys(user), List.of()));
	}

	CompletableFuture<StoredBytes> read(UserTag user) {
		return this.redis.runAsync(READ, keys(user), List.of()).thenApply(UserStorage::stored);
	}

	private static List<String> keys(UserTag user) {
		return List.of(user.key("stored"));
	}

	private static StoredBytes stored(List<@Nullable Object> reply) {
		long lessIn = (Long) Objects.requireNonNull(reply.get(1));
		return new StoredBytes((Long) Objects.requireNonNull(reply.get(0)),
				(lessIn >= 0) ? Duration.ofMillis(lessIn) : null, (String) reply.get(2));
	}

}

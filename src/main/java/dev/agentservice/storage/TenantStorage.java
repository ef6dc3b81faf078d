package dev.agentservice.storage;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What Redis holds of all users of a tenant: the sum of what was last read of each.
 */
@Component
class TenantStorage {

	private static final LuaScript<List<@Nullable Object>> NOTE = LuaScript.list("fragment/clock",
			"storage/stored-tenant");

	private static final LuaScript<Long> NOTED = LuaScript.number("storage/stored-noted");

	private static final LuaScript<Long> TOTAL = LuaScript.number("storage/stored-total");

	/** As many as keep up with those who come in between. */
	private static final int DUE_AT_ONCE = 5;

	private static final Duration DUE_AGAIN = Duration.ofMinutes(1);

	/** For so long a sum that is far from the limit need not be read again. */
	private static final Duration RECENT = Duration.ofSeconds(1);

	private static final int KEPT = 1000;

	private final RedisStore redis;

	private final Duration ttl;

	private final Map<String, Total> read = new ConcurrentHashMap<>();

	TenantStorage(RedisStore redis, RedisProperties properties) {
		this.redis = redis;
		this.ttl = properties.epochTtl();
	}

	/**
	 * The sum. It is what was reported half a second ago or more, so one that was read
	 * within the last second will do where it is not critical.
	 * @param critical from where on it is read each time
	 */
	CompletableFuture<Long> total(String tenant, long critical) {
		Total recent = this.read.get(tenant);
		if (recent != null && recent.bytes() < critical && System.nanoTime() - recent.nanos() < RECENT.toNanos()) {
			return CompletableFuture.completedFuture(recent.bytes());
		}
		return this.redis.runAsync(TOTAL, List.of(key(tenant)), List.of()).whenComplete((total, _) -> {
			if (total != null) {
				keep(tenant, total);
			}
		});
	}

	private void keep(String tenant, long total) {
		if (this.read.size() >= KEPT) {
			this.read.clear();
		}
		this.read.put(tenant, new Total(total, System.nanoTime()));
	}

	/** Replaces what is noted of a user, and answers whom to read again. */
	CompletableFuture<List<UserTag>> note(String tenant, UserTag user, StoredBytes stored) {
		Duration due = Objects.requireNonNullElse(stored.lessIn(), this.ttl);
		return this.redis
			.runAsync(NOTE, List.of(key(tenant), key(tenant) + ":due"),
					List.of(user.value(), stored.bytes(), due.toMillis(), DUE_AT_ONCE, DUE_AGAIN.toMillis(),
							this.ttl.toMillis()))
			.thenApply((users) -> users.stream().map((tag) -> new UserTag(String.valueOf(tag))).toList());
	}

	/** Nothing is stored of a user any more. */
	void forget(String tenant, UserTag user) {
		this.redis.run(NOTE, List.of(key(tenant), key(tenant) + ":due"),
				List.of(user.value(), 0, 0, 0, 0, this.ttl.toMillis()));
	}

	/** Whether anything is noted of a user. */
	boolean isNoted(String tenant, UserTag user) {
		return this.redis.run(NOTED, List.of(key(tenant), key(tenant) + ":due"), List.of(user.value())) == 1;
	}

	private static String key(String tenant) {
		return "as:{" + tenant + "}:stored";
	}

	/**
	 * A sum.
	 *
	 * @param bytes how many
	 * @param nanos when it was read
	 */
	private record Total(long bytes, long nanos) {

	}

}

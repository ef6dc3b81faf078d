package dev.agentservice.privacy.tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The fence of a tenant, the list of its users, and what lies below its hash tag: its
 * books, sums of what is stored. Each method is one script, or one look through some
 * keys.
 */
@Component
class TenantKeys {

	static final int PAGE = 500;

	/** How long the fence stands if no replica is there to go on. */
	private static final Duration STANDS = Duration.ofHours(24);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int USERS_AT_ONCE = 100;

	private static final String ANOTHERS = "The fence of a tenant's erasure is another's";

	private static final String CAME_KEY = "came";

	/** What is no remain of a tenant while it is being erased. */
	static final Set<String> OWN = Set.of("erasing", CAME_KEY);

	private static final LuaScript<Long> FENCE = LuaScript.number("privacy/tenant-fence");

	private static final LuaScript<Long> LOWER = LuaScript.number("privacy/tenant-lower");

	private static final LuaScript<Long> ERASE = LuaScript.number("privacy/tenant-erase");

	private static final LuaScript<List<@Nullable Object>> CAME = LuaScript.list("privacy/tenant-came");

	private static final LuaScript<List<@Nullable Object>> USERS = LuaScript.list("privacy/tenant-users");

	private final RedisStore redis;

	private final TenantStores stores;

	TenantKeys(RedisStore redis, TenantStores stores) {
		this.redis = redis;
		this.stores = stores;
	}

	/** Raises the fence, or renews it. */
	void raise(String tenant, String erasure) {
		fence(tenant, erasure, "1");
	}

	/**
	 * Renews the fence.
	 * @return whether it stood
	 */
	boolean renew(String tenant, String erasure) {
		return fence(tenant, erasure, "") == 1;
	}

	private long fence(String tenant, String erasure, String raise) {
		long stands = this.redis.run(FENCE, List.of(fenceOf(tenant)), List.of(erasure, STANDS.toMillis(), raise));
		if (stands < 0) {
			throw new IllegalStateException(ANOTHERS);
		}
		return stands;
	}

	/**
	 * Lowers it, because nothing is left.
	 * @return whether it is lowered: not if somebody came meanwhile
	 */
	boolean lower(String tenant, String erasure) {
		return this.redis.run(LOWER, List.of(fenceOf(tenant), key(tenant, CAME_KEY)), List.of(erasure)) >= 0;
	}

	/** Some of those who asked for a run while the fence stood. */
	List<String> came(String tenant) {
		return this.redis.run(CAME, List.of(key(tenant, CAME_KEY)), List.of()).stream().map(String::valueOf).toList();
	}

	/** One of those is erased from here on, unless there is another request. */
	void seen(String tenant, String user) {
		this.redis.run(CAME, List.of(key(tenant, CAME_KEY)), List.of(user));
	}

	/** Some of the users on the tenant's list. */
	Page users(String tenant, String cursor) {
		List<@Nullable Object> row = this.redis.run(USERS, List.of(key(tenant, "users")),
				List.of(cursor.isEmpty() ? "0" : cursor, USERS_AT_ONCE));
		String next = String.valueOf(row.getFirst());
		return new Page(row.stream().skip(1).map(String::valueOf).toList(), next.equals("0") ? "" : next);
	}

	/** Deletes some keys that are no store's own, and counts them by kind. */
	Erased erase(String tenant, String erasure, String cursor) {
		KeyPage page = scan(key(tenant, "*"), cursor);
		String fence = fenceOf(tenant);
		List<String> keys = new ArrayList<>(List.of(fence));
		Map<String, Long> kinds = new TreeMap<>();
		page.keys().stream().distinct().forEach((key) -> {
			String suffix = key.substring(key(tenant, "").length());
			if (!OWN.contains(suffix) && !this.stores.own(tenant, key)) {
				keys.add(key);
				kinds.merge(storeOf(suffix), 1L, Long::sum);
			}
		});
		if (keys.size() > 1 && this.redis.run(ERASE, keys, List.of(erasure)) < 0) {
			throw new IllegalStateException(ANOTHERS);
		}
		return new Erased(kinds, page.next());
	}

	/** Some keys of all masters. */
	KeyPage scan(String pattern, String cursor) {
		try {
			return this.redis.scan(pattern, cursor, PAGE).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", Objects.requireNonNullElse(ex.getCause(), ex));
		}
	}

	static String fenceOf(String tenant) {
		return key(tenant, "erasing");
	}

	private static String storeOf(String suffix) {
		return suffix.startsWith("stored") ? "storage" : "budget";
	}

	private static String key(String tenant, String suffix) {
		return "as:{" + tenant + "}:" + suffix;
	}

	/**
	 * Some users.
	 *
	 * @param users their tags
	 * @param next where the next page begins; the empty text if this was the last
	 */
	record Page(List<String> users, String next) {
	}

	/**
	 * What was deleted.
	 *
	 * @param kinds how many keys, by the store that they belong to
	 * @param next where it goes on; the empty text if this was the last
	 */
	record Erased(Map<String, Long> kinds, String next) {
	}

}

package dev.agentservice.privacy.export;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.personal.IndexedKeys;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * The users of a tenant, found by looking through all names.
 */
@Component
class TenantUsers {

	private static final int PAGE = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private static final LuaScript<Long> FIRST = LuaScript.number("privacy/export-first");

	private final RedisStore redis;

	private final IndexedKeys keys;

	TenantUsers(RedisStore redis, IndexedKeys keys) {
		this.redis = redis;
		this.keys = keys;
	}

	/**
	 * Some of the users, by their tags; one may be on several pages.
	 * @param tenant the tenant's name
	 * @param cursor where the page before ended, or the empty text
	 */
	Page page(String tenant, String cursor) {
		String prefix = "as:{";
		String suffix = "}:who";
		KeyPage page = scan(prefix + "*" + suffix, cursor);
		List<String> users = new ArrayList<>();
		for (String key : page.keys()) {
			String user = key.substring(prefix.length(), key.length() - suffix.length());
			String who = this.keys.value(user, "who");
			if (who != null && MAPPER.readTree(who).path("tenant").asString("").equals(tenant)) {
				users.add(user);
			}
		}
		return new Page(users, page.next());
	}

	/** Whether a user is not yet in an export of the tenant. */
	boolean isFirst(String tenantTag, String export, String user, Duration known) {
		return this.redis.run(FIRST, List.of("as:bucket:{" + tenantTag + "}:exported"),
				List.of(export, user, known.toMillis())) == 1;
	}

	private KeyPage scan(String pattern, String cursor) {
		try {
			return this.redis.scan(pattern, cursor, PAGE).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", ex);
		}
	}

	/**
	 * Some users.
	 *
	 * @param users their tags
	 * @param next where the next page begins; the empty text if this was the last
	 */
	record Page(List<String> users, String next) {
	}

}

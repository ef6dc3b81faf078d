package dev.agentservice.run.personal;

import java.util.List;
import java.util.Objects;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The lists of all users' runs: those that are looked after, and those that were given
 * up.
 */
@Component
class RunLists {

	private static final String LIVE = "as:{q}:live";

	private static final String DEAD = "as:{q}:dead:";

	private static final LuaScript<List<@Nullable Object>> FORGET = LuaScript.list("run/list-forget");

	private static final int LOOKED_AT = 1_000;

	private static final String FIRST = "0";

	private final RedisStore redis;

	RunLists(RedisStore redis) {
		this.redis = redis;
	}

	/** How many runs of a user are looked after. */
	long live(String user) {
		return walk(LIVE, user, "");
	}

	/** Takes a user's runs off the list of those that are looked after. */
	long forgetLive(String user) {
		return walk(LIVE, user, "1");
	}

	/** How many runs of a user were given up. */
	long dead(String user, String tenant) {
		return walk(DEAD + tenant, user, "");
	}

	/** Takes a user's runs off the list of those that were given up. */
	long forgetDead(String user, String tenant) {
		return walk(DEAD + tenant, user, "1");
	}

	private long walk(String list, String user, String remove) {
		long found = 0;
		String cursor = FIRST;
		do {
			List<@Nullable Object> page = this.redis.run(FORGET, List.of(list),
					List.of(cursor, user, LOOKED_AT, remove));
			cursor = (String) Objects.requireNonNull(page.get(0));
			found += (Long) Objects.requireNonNull(page.get(1));
		}
		while (!cursor.equals(FIRST));
		return found;
	}

}

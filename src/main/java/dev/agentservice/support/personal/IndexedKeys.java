package dev.agentservice.support.personal;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The keys of a user by the user's index, page by page.
 */
@Component
public class IndexedKeys {

	private static final int PAGE = 100;

	private static final LuaScript<List<@Nullable Object>> READ = LuaScript.list("support/index-page");

	private static final LuaScript<List<@Nullable Object>> VALUE = LuaScript.list("support/value");

	private final RedisStore redis;

	IndexedKeys(RedisStore redis) {
		this.redis = redis;
	}

	/**
	 * Calls back with the rest of each key of a kind, in their order: {@code run_…} for
	 * <code>as:{u}:run:run_…</code>. What has expired may be among them.
	 * @param user the user's tag
	 * @param kind the kind of key
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public void each(String user, String kind, Consumer<String> action) {
		RunIds ids = of(user, kind);
		String cursor = "";
		do {
			RunIds.Page page = ids.from(cursor);
			page.ids().forEach(action);
			cursor = page.next();
		}
		while (!cursor.isEmpty());
	}

	/** The runs of a user. */
	public RunIds runs(String user) {
		return of(user, "run");
	}

	/** A text below the user's hash tag, or null if there is none. */
	public @Nullable String value(String user, String suffix) {
		return (String) this.redis.run(VALUE, List.of(key(user, suffix)), List.of()).getFirst();
	}

	private RunIds of(String user, String kind) {
		String prefix = kind + ":";
		return (cursor) -> {
			List<String> members = this.redis.run(READ, List.of(key(user, "keys")), List.of(kind, cursor, PAGE))
				.stream()
				.map((member) -> (String) Objects.requireNonNull(member))
				.toList();
			return new RunIds.Page(members.stream().map((member) -> member.substring(prefix.length())).toList(),
					(members.size() < PAGE) ? "" : members.getLast());
		};
	}

	private static String key(String user, String suffix) {
		return "as:{" + user + "}:" + suffix;
	}

}

package dev.agentservice.run.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

/**
 * A look at Redis behind the service's back.
 */
public final class RedisView {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final LuaScript<List<@Nullable Object>> CONTENTS = LuaScript.list("test-contents");

	private static final String LIVE = "as:{q}:live";

	private final RedisStore redis;

	RedisView(RedisStore redis) {
		this.redis = redis;
	}

	/** Calls a command on a key of a user. */
	public @Nullable Object call(Caller caller, String command, String suffix, Object... args) {
		return command(command, caller.tag().key(suffix), args);
	}

	/** Whether a user has a key. */
	public boolean exists(Caller caller, String suffix) {
		return Long.valueOf(1).equals(call(caller, "EXISTS", suffix));
	}

	/** Reads a key that belongs to nobody. */
	public @Nullable Object get(String key) {
		return command("GET", key);
	}

	/** Runs a script on a key of a user. */
	public <T> T run(LuaScript<T> script, Caller caller, String suffix, Object... args) {
		return this.redis.run(script, List.of(caller.tag().key(suffix)), List.of(args));
	}

	/** All that Redis holds of a user: a digest of each value, byte for byte. */
	public Map<String, String> contents(Caller caller) {
		Map<String, String> contents = new TreeMap<>();
		for (Object entry : this.redis.run(CONTENTS, List.of(caller.tag().key("epoch")), List.of())) {
			List<?> pair = (List<?>) Objects.requireNonNull(entry);
			contents.put((String) pair.getFirst(), (String) pair.getLast());
		}
		return contents;
	}

	/** The fields of the entries of a run's log, oldest first. */
	List<List<?>> events(Caller caller, String run) {
		List<?> entries = (List<?>) Objects.requireNonNull(call(caller, "XRANGE", "run:" + run + ":events", "-", "+"));
		return entries.stream().<List<?>>map((entry) -> (List<?>) entry).toList();
	}

	/** A user's entries in the list of live runs. */
	List<String> live(UserTag user) {
		List<?> members = (List<?>) Objects.requireNonNull(command("ZRANGE", LIVE, 0, -1));
		return members.stream().map(String::valueOf).filter((member) -> member.startsWith(user.value())).toList();
	}

	/** When an entry of the list of live runs is looked at, in ms. */
	long lookedAt(String member) {
		return Long.parseLong(String.valueOf(command("ZSCORE", LIVE, member)));
	}

	/** Has entries of the list of live runs looked at as soon as somebody looks. */
	void due(String... members) {
		Object[] scored = Stream.of(members).flatMap((member) -> Stream.of(0, member)).toArray();
		command("ZADD", LIVE, scored);
	}

	/** What a tenant's books of stored bytes say. */
	long total(String key) {
		return (command("HGET", key, "total") instanceof String total) ? Long.parseLong(total) : 0;
	}

	/** Has a user read again as soon as somebody reports. */
	void dueNow(String key, UserTag user) {
		command("ZADD", key, 1, user.value());
	}

	/** Empties the list of live runs, which is everybody's. */
	void forgetLive() {
		command("DEL", LIVE);
	}

	private @Nullable Object command(String command, String key, Object... args) {
		List<Object> words = new ArrayList<>(List.of(command, key));
		words.addAll(List.of(args));
		return this.redis.run(CALL, List.of(key), words).getFirst();
	}

}

package dev.agentservice.run.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

/**
 * A look at the keys of the queue behind the service's back.
 */
final class QueueView {

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final LuaScript<List<@Nullable Object>> CONTENTS = LuaScript.list("test-contents");

	private static final String PREFIX = "as:{q}:";

	private final RedisStore redis;

	QueueView(RedisStore redis) {
		this.redis = redis;
	}

	/** What KEDA reads. */
	long streamLength(String track) {
		return (Long) Objects.requireNonNull(call("XLEN", "queue:" + track));
	}

	/** How many entries of a lane are delivered, and to nobody else. */
	long pending(String track) {
		return (streamLength(track) == 0) ? 0 : (Long) list(call("XPENDING", "queue:" + track, "workers")).getFirst();
	}

	/** The runs of the entries of a lane, in order. */
	List<String> lane(String track) {
		return list(call("XRANGE", "queue:" + track, "-", "+")).stream()
			.map((entry) -> (String) ((List<?>) ((List<?>) entry).get(1)).get(1))
			.toList();
	}

	/** The members of a sorted set, in order. */
	List<String> sorted(String key) {
		return list(call("ZRANGE", key, 0, -1)).stream().map(String::valueOf).toList();
	}

	/** A member's score in a sorted set. */
	long score(String key, String member) {
		return Long.parseLong(String.valueOf(call("ZSCORE", key, member)));
	}

	/** The members of a set. */
	List<String> members(String key) {
		return list(call("SMEMBERS", key)).stream().map(String::valueOf).sorted().toList();
	}

	/** What the queue knows of each run. */
	Map<String, String> jobs() {
		List<?> row = list(call("HGETALL", "jobs"));
		Map<String, String> jobs = new TreeMap<>();
		for (int i = 0; i < row.size(); i += 2) {
			jobs.put((String) row.get(i), (String) row.get(i + 1));
		}
		return jobs;
	}

	/** The names of the consumers of a lane. */
	List<String> consumers(String track) {
		return list(call("XINFO", "CONSUMERS", PREFIX + "queue:" + track, "workers")).stream()
			.map((fields) -> (String) ((List<?>) fields).get(1))
			.toList();
	}

	/** Calls a command on a key of the queue. */
	@Nullable Object call(String command, String key, Object... args) {
		List<Object> words = new ArrayList<>(List.of(command, command.equals("XINFO") ? key : PREFIX + key));
		words.addAll(List.of(args));
		return this.redis.run(CALL, QueueScripts.JOBS, words).getFirst();
	}

	/** All that Redis holds of the queue: a digest of each value. */
	Map<String, String> contents() {
		return this.redis.run(CONTENTS, QueueScripts.JOBS, List.of())
			.stream()
			.map((entry) -> (List<?>) Objects.requireNonNull(entry))
			.collect(Collectors.toMap((pair) -> (String) pair.getFirst(), (pair) -> (String) pair.getLast()));
	}

	private static List<?> list(@Nullable Object reply) {
		return (List<?>) Objects.requireNonNull(reply);
	}

}

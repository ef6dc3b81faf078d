package dev.agentservice.privacy.hold;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What Redis says of sealed copies, for replicas that do not see the directory. Each
 * method is one script.
 */
@Component
class HoldNotes {

	/** The note of a copy that is being deleted. */
	static final String RELEASING = "releasing";

	private static final List<String> KEYS = List.of("as:{e}:holds");

	private static final LuaScript<Long> NOTE = LuaScript.number("privacy/hold-note");

	private static final LuaScript<Long> FORGET = LuaScript.number("privacy/hold-forget");

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list("privacy/hold-find");

	private final RedisStore redis;

	HoldNotes(RedisStore redis) {
		this.redis = redis;
	}

	/** There is a copy until then. */
	void held(String user, Instant until) {
		this.redis.run(NOTE, KEYS, List.of(user, note(until), ""));
	}

	/** The same, unless something is noted. */
	void found(String user, Instant until) {
		this.redis.run(NOTE, KEYS, List.of(user, note(until), "1"));
	}

	/** The copy is about to be deleted, which any replica goes on with. */
	void releasing(String user) {
		this.redis.run(NOTE, KEYS, List.of(user, RELEASING, ""));
	}

	/** The copy is deleted. */
	void released(String user) {
		this.redis.run(FORGET, KEYS, List.of(user, RELEASING));
	}

	/** What is noted of a user. */
	Optional<String> find(String user) {
		return Optional.ofNullable(pairs(this.redis.run(FIND, KEYS, List.of(user))).get(user));
	}

	/** What is noted, by user. There are few: each was placed by hand. */
	Map<String, String> all() {
		return pairs(this.redis.run(FIND, KEYS, List.of()));
	}

	static String note(Instant until) {
		return Long.toString(until.toEpochMilli());
	}

	private static Map<String, String> pairs(List<@Nullable Object> flat) {
		Map<String, String> notes = new LinkedHashMap<>();
		for (int i = 0; i + 1 < flat.size(); i += 2) {
			notes.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
		}
		return notes;
	}

}

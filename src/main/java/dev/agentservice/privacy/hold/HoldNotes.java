package dev.agentservice.privacy.hold;

import java.time.Duration;
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

	/** Begins the note of a copy that is being deleted. */
	private static final String RELEASING = "releasing ";

	private static final String KEY = "as:{e}:holds";

	private static final List<String> KEYS = List.of(KEY);

	/** Longer than any operation takes; one that takes longer fails. */
	private static final Duration LONGEST = Duration.ofHours(2);

	private static final LuaScript<Long> TURN = LuaScript.number("privacy/hold-turn");

	private static final LuaScript<Long> NOTE = LuaScript.number("privacy/hold-note");

	private static final LuaScript<Long> FORGET = LuaScript.number("privacy/hold-forget");

	private static final LuaScript<List<@Nullable Object>> FIND = LuaScript.list("privacy/hold-find");

	private final RedisStore redis;

	HoldNotes(RedisStore redis) {
		this.redis = redis;
	}

	/** An operation on a user's hold begins: those that are at work fail. */
	void take(String user, String turn) {
		turn(user, turn, String.valueOf(LONGEST.toMillis()));
	}

	/** Whether an operation is the latest one. */
	boolean has(String user, String turn) {
		return turn(user, turn, "");
	}

	void giveBack(String user, String turn) {
		turn(user, turn, "0");
	}

	private boolean turn(String user, String turn, String time) {
		return this.redis.run(TURN, List.of(turnOf(user)), List.of(turn, time)) == 1;
	}

	/**
	 * Notes something of a user, for an operation.
	 * @return whether it is the latest one; otherwise nothing was noted
	 */
	boolean note(String user, String note, String turn) {
		return this.redis.run(NOTE, List.of(KEY, turnOf(user)), List.of(user, note, turn)) == 1;
	}

	/**
	 * There is a copy.
	 * @return whether nothing was noted before; otherwise that stays
	 */
	boolean found(String user, String note) {
		return note(user, note, "");
	}

	/** Forgets this very note: the copy is deleted. */
	void forget(String user, String note) {
		this.redis.run(FORGET, KEYS, List.of(user, note));
	}

	/** What is noted of a user. */
	Optional<String> find(String user) {
		return Optional.ofNullable(pairs(this.redis.run(FIND, KEYS, List.of(user))).get(user));
	}

	/** What is noted, by user. There are few: each was placed by hand. */
	Map<String, String> all() {
		return pairs(this.redis.run(FIND, KEYS, List.of()));
	}

	/** The note of a copy that is there until then. */
	static String until(Instant until, String tenantTag) {
		return until.toEpochMilli() + " " + tenantTag;
	}

	/** The note of a copy that is being deleted, which any replica goes on with. */
	static String releasing(String copy, String tenantTag) {
		return RELEASING + copy + " " + tenantTag;
	}

	/** The copy that is being deleted, if one is. */
	static Optional<String> released(String note) {
		return note.startsWith(RELEASING) ? Optional.of(note.split(" ", -1)[1]) : Optional.empty();
	}

	/** Whether a note is of a tenant's user. */
	static boolean isOf(String note, String tenantTag) {
		return note.endsWith(" " + tenantTag);
	}

	private static String turnOf(String user) {
		return KEY + ":turn:" + user;
	}

	private static Map<String, String> pairs(List<@Nullable Object> flat) {
		Map<String, String> notes = new LinkedHashMap<>();
		for (int i = 0; i + 1 < flat.size(); i += 2) {
			notes.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
		}
		return notes;
	}

}

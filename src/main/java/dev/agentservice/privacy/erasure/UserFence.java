package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.personal.ErasureNotice;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The fence around a user's keys while they are erased, and what deletes them. While it
 * stands nothing is admitted of the user; it is renewed with every slice. Each method is
 * one script.
 */
@Component
class UserFence {

	/**
	 * How many records a script deletes at most, each with up to seven keys: few enough
	 * to hold nobody up for more than about a millisecond.
	 */
	static final int AT_ONCE = 50;

	/** How long it stands if no replica is there to go on. */
	private static final Duration STANDS = Duration.ofHours(24);

	private static final LuaScript<Raised> RAISE = LuaScript.outcome(Raised.class, "privacy/user-fence");

	private static final LuaScript<List<@Nullable Object>> MEMBERS = LuaScript.list("privacy/user-members");

	private static final LuaScript<Long> ERASE = LuaScript.number("privacy/user-erase");

	private static final LuaScript<List<@Nullable Object>> COUNTS = LuaScript.list("privacy/user-counts");

	private static final LuaScript<Lowered> LOWER = LuaScript.outcome(Lowered.class, "privacy/user-lower");

	private static final LuaScript<Long> BLOCK = LuaScript.number("privacy/user-block");

	private static final LuaScript<Long> UNBLOCK = LuaScript.number("privacy/user-unblock");

	private final RedisStore redis;

	UserFence(RedisStore redis) {
		this.redis = redis;
	}

	/** Raises it; from then on what was admitted before cannot write. */
	Raised raise(UserTag user, String erasure) {
		return this.redis.run(RAISE, List.of(fence(user), user.key("epoch"), user.key("who")),
				List.of(erasure, STANDS.toMillis(), ErasureNotice.CHANNEL, user.value()));
	}

	/** Names some keys of the index, or answers nothing if the fence is gone. */
	Optional<List<String>> members(UserTag user, String erasure) {
		return fenced(this.redis.run(MEMBERS, List.of(fence(user), user.key("keys")),
				List.of(erasure, STANDS.toMillis(), AT_ONCE)));
	}

	/**
	 * Deletes keys, with all that belongs to them, slice by slice.
	 * @param members the keys, without what all keys of the user begin with
	 * @return whether the fence stood; otherwise nothing more was deleted
	 */
	boolean erase(UserTag user, String erasure, List<String> members) {
		boolean fenced = true;
		for (int from = 0; fenced && from < members.size(); from += AT_ONCE) {
			List<Object> args = new ArrayList<>(List.of(erasure, STANDS.toMillis()));
			args.addAll(members.subList(from, Math.min(from + AT_ONCE, members.size())));
			fenced = this.redis.run(ERASE, List.of(fence(user), user.key("keys"), counts(user), user.key("epoch")),
					args) >= 0;
		}
		return fenced;
	}

	/** How many keys of each kind were deleted, or nothing if the fence is gone. */
	Optional<Map<String, Long>> counts(UserTag user, String erasure) {
		return fenced(this.redis.run(COUNTS, List.of(fence(user), counts(user)), List.of(erasure)))
			.map(UserFence::pairs);
	}

	/** Lowers it, because nothing is left, unless the user is to stay blocked. */
	Lowered lower(UserTag user, String erasure, boolean block) {
		return this.redis.run(LOWER, List.of(fence(user), counts(user)), List.of(erasure, block ? "1" : ""));
	}

	/** Blocks the user, whether an erasure is at work or not. */
	void block(UserTag user) {
		this.redis.run(BLOCK, List.of(fence(user)), List.of());
	}

	/** Lifts a block; answers with whether there was one. */
	boolean unblock(UserTag user) {
		return this.redis.run(UNBLOCK, List.of(fence(user)), List.of()) == 1;
	}

	/** Whether a key of the user is one that stands until the erasure is verified. */
	static boolean owns(UserTag user, String key) {
		return key.equals(fence(user)) || key.equals(counts(user));
	}

	private static String fence(UserTag user) {
		return user.key("erasing");
	}

	private static String counts(UserTag user) {
		return user.key("erased");
	}

	private static Optional<List<String>> fenced(List<@Nullable Object> reply) {
		return "fenced".equals(reply.getFirst()) ? Optional.of(reply.stream().skip(1).map(String::valueOf).toList())
				: Optional.empty();
	}

	private static Map<String, Long> pairs(List<String> flat) {
		Map<String, Long> counts = new HashMap<>();
		for (int i = 0; i + 1 < flat.size(); i += 2) {
			counts.put(flat.get(i), Long.parseLong(flat.get(i + 1)));
		}
		return counts;
	}

	/** What raising it answers. */
	enum Raised {

		/** It stands. */
		RAISED,
		/** It stands, and the user was blocked before. */
		WAS_BLOCKED

	}

	/** What lowering it answers. */
	enum Lowered {

		/** It is gone. */
		LOWERED,
		/** The user stays blocked. */
		BLOCKED,
		/** It was not this erasure's any more. */
		FOREIGN

	}

}

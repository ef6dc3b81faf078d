package dev.agentservice.run.record;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.LuaScript;
import dev.agentservice.support.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The list of runs that somebody has to look after, of all users: a run is on it before
 * it has a record, and until it is known to be over. It lives in a slot of its own, so it
 * is never written in one step with a record; that is why it may name too many, never too
 * few.
 */
@Component
class LiveRuns {

	/**
	 * An announced run.
	 *
	 * @param member the entry, each announcement's own: who takes it off the list must
	 * not take off the next attempt's
	 * @param at when, in ms by the clock of Redis
	 */
	record Announcement(String member, long at) {

	}

	/**
	 * An entry of the list.
	 *
	 * @param member the entry
	 * @param user whose run
	 * @param runId the run
	 */
	record Entry(String member, UserTag user, String runId) {

		static Optional<Entry> of(String member) {
			String[] parts = member.split(" ", -1);
			return (parts.length == 3) ? Optional.of(new Entry(member, new UserTag(parts[0]), parts[1]))
					: Optional.empty();
		}

	}

	private static final List<String> KEY = List.of("as:{q}:live");

	private static final LuaScript<Long> ANNOUNCE = LuaScript.number("clock", "live-announce");

	private static final LuaScript<List<@Nullable Object>> DUE = LuaScript.list("clock", "live-due");

	private static final LuaScript<Long> REMOVE = LuaScript.number("live-remove");

	private final RedisStore redis;

	LiveRuns(RedisStore redis) {
		this.redis = redis;
	}

	/** Puts a run on the list, to be looked at after so long. */
	Announcement announce(UserTag user, String runId, Duration lookAfter) {
		String member = user.value() + " " + runId + " " + UUID.randomUUID();
		return new Announcement(member, this.redis.run(ANNOUNCE, KEY, List.of(member, lookAfter.toMillis())));
	}

	/**
	 * Up to so many runs that have to be looked at; nobody else gets them for a while.
	 */
	List<Entry> due(int limit, Duration lookAgain) {
		List<Entry> entries = new ArrayList<>();
		for (Object member : this.redis.run(DUE, KEY, List.of(limit, lookAgain.toMillis()))) {
			Entry.of(String.valueOf(member)).ifPresent(entries::add);
		}
		return entries;
	}

	/** Takes an entry off the list. Nobody need wait: what stays is looked at again. */
	CompletableFuture<Long> remove(String member) {
		return this.redis.runAsync(REMOVE, KEY, List.of(member));
	}

}

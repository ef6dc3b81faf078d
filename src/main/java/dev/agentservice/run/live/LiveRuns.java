package dev.agentservice.run.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.schedule.Scheduler;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The list of runs that have to be monitored, of all users: a run is on it before it has
 * a record, and until it is known to have ended. It has a hash slot of its own, so it is
 * never written in one step with a record; that is why it may name too many runs, never
 * too few.
 */
@Component
public class LiveRuns implements AutoCloseable {

	/**
	 * An announced run.
	 *
	 * @param member the entry, unique for each announcement: its removal must not remove
	 * the next attempt's
	 * @param at when, in ms by the clock of Redis
	 */
	public record Announcement(String member, long at) {

	}

	/**
	 * An entry of the list.
	 *
	 * @param member the entry
	 * @param user whose run
	 * @param runId the run
	 */
	public record Entry(String member, UserTag user, String runId) {

		static Optional<Entry> of(String member) {
			String[] parts = member.split(" ", -1);
			return (parts.length == 3) ? Optional.of(new Entry(member, new UserTag(parts[0]), parts[1]))
					: Optional.empty();
		}

	}

	private static final List<String> KEY = List.of("as:{q}:live");

	private static final LuaScript<Long> ANNOUNCE = LuaScript.number("fragment/clock", "run/live-announce");

	private static final LuaScript<List<@Nullable Object>> DUE = LuaScript.list("fragment/clock", "run/live-due");

	private static final LuaScript<Long> LATER = LuaScript.number("fragment/clock", "run/live-later");

	private static final LuaScript<Long> REMOVE = LuaScript.number("run/live-remove");

	private static final Duration REMOVED_WITHIN = Duration.ofMillis(100);

	/** Redis limits the arguments that a script can unpack to some thousands. */
	private static final int REMOVED_AT_ONCE = 1000;

	private final RedisStore redis;

	private final Queue<String> over = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean sweeping = new AtomicBoolean();

	private final Scheduler scheduler;

	LiveRuns(RedisStore redis, Scheduler scheduler) {
		this.redis = redis;
		this.scheduler = scheduler;
	}

	/** Puts a run on the list, to be checked after this time. */
	public Announcement announce(UserTag user, String runId, Duration lookAfter) {
		String member = member(user, runId);
		return new Announcement(member, this.redis.run(ANNOUNCE, KEY, List.of(member, lookAfter.toMillis())));
	}

	/** The same without waiting for it. */
	public CompletableFuture<Announcement> announceSoon(UserTag user, String runId, Duration lookAfter) {
		String member = member(user, runId);
		return this.redis.runAsync(ANNOUNCE, KEY, List.of(member, lookAfter.toMillis()))
			.thenApply((at) -> new Announcement(member, at));
	}

	/**
	 * Up to so many runs that have to be checked; no other replica gets them for a while.
	 */
	public List<Entry> due(int limit, Duration lookAgain) {
		List<Entry> entries = new ArrayList<>();
		for (Object member : this.redis.run(DUE, KEY, List.of(limit, lookAgain.toMillis()))) {
			Entry.of(String.valueOf(member)).ifPresent(entries::add);
		}
		return entries;
	}

	/**
	 * Sets when entries are checked next, without waiting for it. Without this they are
	 * checked when they would have been anyway.
	 */
	public void later(List<String> members, Duration lookAfter) {
		if (!members.isEmpty()) {
			List<Object> args = new ArrayList<>(List.of(lookAfter.toMillis()));
			args.addAll(members);
			var _ = this.redis.runAsync(LATER, KEY, args);
		}
	}

	/**
	 * Takes an entry off the list, soon and together with others. It needs no wait: an
	 * entry that stays, for example because Redis or this replica has failed, is checked
	 * again.
	 */
	public void remove(String member) {
		this.over.add(member);
		if (this.sweeping.compareAndSet(false, true)) {
			this.scheduler.after("run-live", REMOVED_WITHIN, this::sweep);
		}
	}

	/** A new entry of a run. */
	public static String member(UserTag user, String runId) {
		return user.value() + " " + runId + " " + UUID.randomUUID();
	}

	/** Removes all other entries, without waiting for it. */
	@Override
	public void close() {
		sweep();
	}

	private void sweep() {
		this.sweeping.set(false);
		List<String> members = new ArrayList<>();
		for (String member = this.over.poll(); member != null; member = this.over.poll()) {
			members.add(member);
		}
		for (int i = 0; i < members.size(); i += REMOVED_AT_ONCE) {
			var _ = this.redis.runAsync(REMOVE, KEY, members.subList(i, Math.min(members.size(), i + REMOVED_AT_ONCE)));
		}
	}

}

package dev.agentservice.run.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.queue.Release.Later;
import dev.agentservice.run.queue.Release.Over;
import dev.agentservice.run.queue.Release.Parked;
import dev.agentservice.run.queue.Release.Requeue;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The transitions of the queue: each is one script, so one round trip. What is asked and
 * what is answered stands at the head of each script.
 */
@Component
class QueueScripts {

	/** From which the scripts make all others: only they know whose run is next. */
	static final List<String> JOBS = List.of("as:{q}:jobs");

	/** Where a new entry of a lane is told. */
	static final String WAKE = "as:{q}:wake";

	/** Where runs go whose own track has no replicas. */
	static final String FALLBACK = "stable";

	private static final LuaScript<OfferOutcome> OFFER = LuaScript.outcome(OfferOutcome.class, "fragment/clock",
			"queue/queue-jobs", "queue/queue-place", "queue/queue-promote", "queue/queue-offer");

	private static final LuaScript<List<TakenRun>> TAKE = LuaScript.list(QueueScripts::taken, "fragment/clock",
			"queue/queue-jobs", "queue/queue-take");

	private static final LuaScript<Long> RELEASE = LuaScript.number("fragment/clock", "queue/queue-jobs",
			"queue/queue-place", "queue/queue-promote", "queue/queue-release");

	private static final LuaScript<Long> FORGET = LuaScript.number("fragment/clock", "queue/queue-jobs",
			"queue/queue-place", "queue/queue-promote", "queue/queue-forget");

	private static final LuaScript<QueuePlace> WHERE = LuaScript.outcome(QueuePlace.class, "queue/queue-jobs",
			"queue/queue-place", "queue/queue-where");

	private static final LuaScript<Look> LOOK = LuaScript.list(Look::read, "fragment/clock", "queue/queue-jobs",
			"queue/queue-look");

	private static final LuaScript<Long> SWEEP = LuaScript.number("fragment/clock", "queue/queue-jobs",
			"queue/queue-sweep");

	/** When a queued run is looked at, though nothing should be wrong with it. */
	private static final Duration LOOK_AFTER = Duration.ofSeconds(60);

	private static final Duration CONSUMER_IDLE = Duration.ofMinutes(10);

	private static final int MOVED_AT_ONCE = 100;

	private static final int FORGOTTEN_AT_ONCE = 50;

	private final RedisStore redis;

	private final QueueProperties properties;

	private final QueueWindows windows;

	QueueScripts(RedisStore redis, QueueProperties properties, QueueWindows windows) {
		this.redis = redis;
		this.properties = properties;
		this.windows = windows;
	}

	OfferOutcome offer(QueuedRun run, boolean memoryShort, boolean accepted) {
		return this.redis.run(OFFER, JOBS,
				List.of(this.windows.of(run.tenant()), run.run(), run.user(), run.tenant(), run.track(),
						run.announcement(), run.score(), this.properties.maxUser(), this.properties.maxTenant(),
						this.properties.max(), memoryShort ? 1 : 0, LOOK_AFTER.toMillis(), accepted ? 1 : 0));
	}

	List<TakenRun> take(String replica, int most) {
		return this.redis.run(TAKE, JOBS, List.of(this.properties.track(), replica, most));
	}

	/** Whatever entry the run has. */
	void release(String run, Release release) {
		release(this.windows.all(), run, "", "", release);
	}

	void release(TakenRun run, Release release) {
		release(this.windows.of(run.tenant()), run.run(), run.entry(), run.track(), release);
	}

	/** Answers with how many runs of a user were taken out, some at a time. */
	long forget(UserTag user, String tenant) {
		return this.redis.run(FORGET, JOBS, List.of(this.windows.of(tenant), user, tenant, FORGOTTEN_AT_ONCE));
	}

	QueuePlace where(String run) {
		return this.redis.run(WHERE, JOBS, List.of(run, this.properties.stuckAfter().toMillis()));
	}

	Look look() {
		return look("");
	}

	/** The same, and says that this replica works on its track. */
	Look look(String replica) {
		return this.redis.run(LOOK, JOBS,
				List.of(this.properties.track(), replica, this.properties.orphanedAfter().toMillis()));
	}

	/** Answers with how many runs were given to another track. */
	long sweep(String track) {
		return sweep(track, CONSUMER_IDLE);
	}

	/** The same, and forgets replicas that were not seen for so long. */
	long sweep(String track, Duration idle) {
		return this.redis.run(SWEEP, JOBS, List.of(track, FALLBACK, this.properties.orphanedAfter().toMillis(),
				idle.toMillis(), MOVED_AT_ONCE, this.properties.deadRetention().toMillis()));
	}

	private void release(String tenantWindows, String run, String entry, String track, Release release) {
		this.redis.run(RELEASE, JOBS,
				List.of(tenantWindows, run, entry, track, kind(release), value(release), LOOK_AFTER.toMillis()));
	}

	private static String kind(Release release) {
		return switch (release) {
			case Over _ -> "over";
			case Requeue _ -> "requeue";
			case Later _ -> "later";
			case Parked _ -> "parked";
		};
	}

	private static Object value(Release release) {
		return switch (release) {
			case Over(String announcement) -> Objects.requireNonNullElse(announcement, "");
			case Requeue(String track) -> Objects.requireNonNullElse(track, "");
			case Later(Duration look) -> look.toMillis();
			case Parked(Instant look) -> look.toEpochMilli();
		};
	}

	private static List<TakenRun> taken(List<@Nullable Object> rows) {
		List<TakenRun> runs = new ArrayList<>();
		for (Object row : rows) {
			List<?> fields = (List<?>) Objects.requireNonNull(row);
			runs.add(new TakenRun(text(fields, 0), text(fields, 1), new UserTag(text(fields, 2)), text(fields, 3),
					text(fields, 4), text(fields, 5), Duration.ofMillis((Long) fields.get(6))));
		}
		return runs;
	}

	private static String text(List<?> fields, int index) {
		return (String) fields.get(index);
	}

	/**
	 * What {@code queue-look} answers.
	 *
	 * @param dead how many dead runs are listed, of all tenants
	 * @param tracks the queues of the replica's own track and of all that have a lane
	 */
	record Look(long dead, List<QueueFigures> tracks) {

		static Look read(List<@Nullable Object> reply) {
			List<QueueFigures> tracks = new ArrayList<>();
			for (Object row : reply.subList(1, reply.size())) {
				List<?> fields = (List<?>) Objects.requireNonNull(row);
				tracks.add(new QueueFigures((String) fields.get(0), number(fields, 1),
						Duration.ofMillis(number(fields, 2)), number(fields, 3), number(fields, 4)));
			}
			return new Look((Long) Objects.requireNonNull(reply.getFirst()), tracks);
		}

		/** Of one track; zeros if it has no lane. */
		QueueFigures of(String track) {
			return this.tracks.stream()
				.filter((figures) -> figures.track().equals(track))
				.findFirst()
				.orElse(new QueueFigures(track, 0, Duration.ZERO, 0, 0));
		}

		private static long number(List<?> fields, int index) {
			return (Long) fields.get(index);
		}

	}

}

package dev.agentservice.run.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.Claim.Claimed;
import dev.agentservice.run.owner.Claim.Reason;
import dev.agentservice.run.owner.Claim.Refused;
import dev.agentservice.run.owner.WaitingRuns.Waiting;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.waiting.RequeueReply;
import dev.agentservice.run.queue.QueuePlace;
import dev.agentservice.run.queue.Release;
import dev.agentservice.run.queue.TakenRun;
import dev.agentservice.run.record.RunState;
import dev.agentservice.session.SessionId;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A queued run, two workers, a reaper, somebody who cancels, a client that asks again,
 * and freezes of owners, on two replicas. Every script is one step, so an order of steps
 * is all that chance has to choose.
 */
@BesideOthers
class WaitingInterleavingTests {

	private static final int SCHEDULES = Integer.getInteger("interleavings", 1_000);

	private static RedisServer redis;

	private static RunReplica first;

	private static RunReplica second;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		Map<String, String> settings = Map.of("agent-service.run.lease", "10m", "agent-service.run.queue.stuck-after",
				"1ms");
		first = new RunReplica(redis, settings);
		second = new RunReplica(redis, settings);
	}

	@AfterAll
	static void stop() {
		first.close();
		second.close();
		redis.close();
	}

	@Test
	void whateverTheOrderTheRunEndsOnceAndTheQueueIsEmpty() {
		Set<String> ends = new TreeSet<>();
		for (int seed = 0; seed < SCHEDULES; seed++) {
			ends.add(new Schedule(seed).play());
		}
		// Schedules that always end alike would prove nothing.
		assertThat(ends).contains("succeeded", "cancelled");
	}

	/** One order of everybody's steps. */
	private static final class Schedule {

		private final Random random;

		private final Caller caller = Tickets.somebody();

		private final String key = UUID.randomUUID().toString();

		private final String runId;

		private final List<Actor> actors = new ArrayList<>();

		private final List<Integer> attempts = new ArrayList<>();

		private int answers;

		private boolean cancelPromised;

		Schedule(int seed) {
			this.random = new Random(seed);
			this.runId = first.accept(Tickets.async(this.caller, "s", this.key, "run-of-" + seed)).runId();
			this.actors.add(new Worker(first));
			this.actors.add(new Worker(second));
			this.actors.add(times(4, this::freeze));
			this.actors.add(times(4, this::look));
			this.actors.add(times(2, () -> askAgain("again-" + seed)));
			if (seed % 2 == 0) {
				this.actors.add(times(1, this::cancel));
			}
		}

		String play() {
			while (!this.actors.isEmpty()) {
				Actor next = this.actors.get(this.random.nextInt(this.actors.size()));
				if (next.act()) {
					this.actors.remove(next);
				}
			}
			settle();
			String end = state().label();
			assertThat(this.attempts).as("attempts").doesNotHaveDuplicates();
			assertThat(this.answers).as("answers kept").isEqualTo(end.equals("succeeded") ? 1 : 0);
			assertThat(turns()).as("turns in the session").isEqualTo(this.answers);
			if (this.cancelPromised) {
				assertThat(end).isEqualTo("cancelled");
			}
			assertThat(first.redis().events(this.caller, this.runId).stream().map(Schedule::type))
				.filteredOn((type) -> type.startsWith("run."))
				.as(() -> "last events of " + first.redis().call(this.caller, "HGETALL", "run:" + this.runId))
				.hasSize(1);
			assertThat(first.queue().where(this.runId)).isEqualTo(QueuePlace.NONE);
			assertThat(first.redis().live(this.caller.tag())).isEmpty();
			assertThat(first.queue().take(1)).isEmpty();
			return end;
		}

		/** Afterwards somebody works who neither dies nor leaves. */
		private void settle() {
			Worker last = new Worker(first);
			for (int i = 0; i < 100 && !isSettled(); i++) {
				look();
				last.finish();
			}
			// Entries leave the list a moment later, and together.
			await().until(() -> {
				look();
				return first.redis().live(this.caller.tag()).isEmpty();
			});
		}

		private boolean isSettled() {
			return state() instanceof RunState.Ended && first.queue().where(this.runId) == QueuePlace.NONE;
		}

		private RunState state() {
			return first.records().find(this.caller.tag(), this.runId).state();
		}

		private void cancel() {
			String state = second.cancel(this.caller.tag(), this.runId).state().label();
			this.cancelPromised = state.equals("cancelling") || state.equals("cancelled");
		}

		/** Whoever owns it does not renew its lease any more. */
		private void freeze() {
			if (state() instanceof RunState.Active) {
				first.redis().call(this.caller, "HSET", "run:" + this.runId, "lease", 1);
			}
		}

		private void look() {
			first.redis().live(this.caller.tag()).forEach(first.redis()::due);
			second.look();
		}

		private void askAgain(String name) {
			var ticket = Tickets.async(this.caller, "s", this.key, name);
			WaitingRuns.Recorded recorded = second.waiting().record(ticket, second.registry().announce(ticket));
			assertThat(recorded.runId()).isEqualTo(this.runId);
			if (recorded instanceof Waiting run) {
				second.waiting().offer(run);
			}
		}

		private int turns() {
			try {
				return first.sessions().find(this.caller, new SessionId("s")).turns().size();
			}
			catch (ProblemException ex) {
				assertThat(ex.code()).isEqualTo(ProblemCode.NOT_FOUND);
				return 0;
			}
		}

		private static String type(List<?> entry) {
			return String.valueOf(((List<?>) entry.getLast()).get(1));
		}

		private static Actor times(int count, Runnable step) {
			int[] left = { count };
			return () -> {
				step.run();
				return --left[0] == 0;
			};
		}

		/** Somebody who takes steps. */
		@FunctionalInterface
		private interface Actor {

			/** Takes the next step; true after the last. */
			boolean act();

		}

		/** Takes runs, claims them, works on them, ends them or hands them over. */
		private final class Worker implements Actor {

			private final RunReplica replica;

			private int acts;

			private int steps;

			private @Nullable TakenRun taken;

			private @Nullable OwnedRun run;

			Worker(RunReplica replica) {
				this.replica = replica;
			}

			@Override
			public boolean act() {
				step(Schedule.this.random.nextInt(3) == 0);
				return ++this.acts >= 10 && this.run == null;
			}

			/** Works until there is nothing to do. */
			void finish() {
				do {
					step(false);
				}
				while (this.taken != null);
			}

			private void step(boolean handOver) {
				TakenRun mine = this.taken;
				OwnedRun owned = this.run;
				if (mine == null) {
					this.taken = this.replica.take();
				}
				else if (owned == null) {
					claim(mine);
				}
				else if (this.steps++ == 0) {
					this.replica.journals().record(owned, owned.finished().size(), "{\"v\":1}", "").join();
				}
				else {
					end(mine, owned, handOver);
				}
			}

			private void claim(TakenRun mine) {
				switch (this.replica.claim(mine)) {
					case Claimed(OwnedRun claimed) -> {
						Schedule.this.attempts.add(claimed.attempt());
						this.run = claimed;
						this.steps = 0;
					}
					case Refused(Reason reason) -> {
						this.taken = null;
						assertThat(reason).isIn(Reason.OVER, Reason.OWNED);
						if (reason == Reason.OVER) {
							this.replica.queue().release(mine, new Release.Over());
						}
					}
				}
			}

			private void end(TakenRun mine, OwnedRun owned, boolean handOver) {
				this.taken = null;
				this.run = null;
				if (handOver && this.replica.handOver(owned, mine) != RequeueReply.Outcome.CANCELLING) {
					return;
				}
				switch (this.replica.succeed(owned)) {
					case SUCCEEDED -> {
						Schedule.this.answers++;
						this.replica.queue().release(mine, new Release.Over());
					}
					case CANCELLED -> this.replica.queue().release(mine, new Release.Over());
					case FAILED, REJECTED, ERASED, FENCED_OFF, CHANGED -> {
						// Whoever looks after it releases it.
					}
				}
			}

		}

	}

}

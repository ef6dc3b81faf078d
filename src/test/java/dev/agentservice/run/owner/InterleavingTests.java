package dev.agentservice.run.owner;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import dev.agentservice.identity.Caller;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.run.owner.Registration.Registered;
import dev.agentservice.run.owner.Registration.Repeated;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.session.SessionId;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run's owner, two retries of the same request, somebody who cancels, and in some
 * schedules a freeze of the owner, on two replicas. Every script is one step, so an order
 * of steps is all that chance has to choose.
 */
@BesideOthers
class InterleavingTests {

	private static final int SCHEDULES = Integer.getInteger("interleavings", 1_000);

	private static RedisServer redis;

	private static RunReplica first;

	private static RunReplica second;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		first = new RunReplica(redis);
		second = new RunReplica(redis);
	}

	@AfterAll
	static void stop() {
		first.close();
		second.close();
		redis.close();
	}

	@Test
	void whateverTheOrderThereIsOneOutcomeAndEverybodyIsToldThatOne() {
		int[] ends = new int[3];
		for (int seed = 0; seed < SCHEDULES; seed++) {
			String end = new Schedule(seed).play();
			ends[List.of("succeeded", "cancelled", "failed").indexOf(end)]++;
		}
		// A schedule that always ends alike would prove nothing.
		assertThat(ends[0]).isPositive();
		assertThat(ends[1]).isPositive();
	}

	/** One order of everybody's steps. */
	private static final class Schedule {

		private final Random random;

		private final Caller caller = Tickets.somebody();

		private final String key = UUID.randomUUID().toString();

		private final String runId;

		private final List<Actor> actors = new ArrayList<>();

		private final List<Integer> attempts = new ArrayList<>();

		private final List<String> told = new ArrayList<>();

		private int answers;

		private boolean cancelPromised;

		Schedule(int seed) {
			this.random = new Random(seed);
			OwnedRun owned = first.begin(Tickets.keyed(this.caller, this.key, "run-of-" + seed));
			this.runId = owned.id();
			this.attempts.add(owned.attempt());
			this.actors.add(new Owner(first, owned));
			this.actors.add(new Retry(first, "retry-1-of-" + seed));
			this.actors.add(new Retry(second, "retry-2-of-" + seed));
			this.actors.add(this::cancel);
			if (seed % 3 == 0) {
				this.actors.add(this::freeze);
			}
		}

		String play() {
			while (!this.actors.isEmpty()) {
				Actor next = this.actors.get(this.random.nextInt(this.actors.size()));
				if (next.act()) {
					this.actors.remove(next);
				}
			}
			String end = first.records().find(this.caller.tag(), this.runId).state().label();
			assertThat(this.attempts).as("attempts").doesNotHaveDuplicates();
			assertThat(this.answers).as("answers kept").isEqualTo(end.equals("succeeded") ? 1 : 0);
			assertThat(turns()).as("turns in the session").isEqualTo(this.answers);
			assertThat(this.told).as("what clients were told").allMatch(end::equals);
			if (this.cancelPromised) {
				assertThat(end).isEqualTo("cancelled");
			}
			assertThat(first.redis().events(this.caller, this.runId).stream().map(Schedule::type))
				.filteredOn((type) -> type.startsWith("run."))
				.as("last events")
				.hasSize(1);
			return end;
		}

		private boolean cancel() {
			String state = second.cancel(this.caller.tag(), this.runId).state().label();
			this.cancelPromised = state.equals("cancelling") || state.equals("cancelled");
			return true;
		}

		private boolean freeze() {
			first.redis().call(this.caller, "HSET", "run:" + this.runId, "lease", 1);
			return true;
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

		/** Somebody who takes steps. */
		@FunctionalInterface
		private interface Actor {

			/** Takes the next step; true after the last. */
			boolean act();

		}

		/** Works on a run: records a step, tells a piece, ends it. */
		private final class Owner implements Actor {

			private final RunReplica replica;

			private final OwnedRun run;

			private int steps;

			Owner(RunReplica replica, OwnedRun run) {
				this.replica = replica;
				this.run = run;
			}

			@Override
			public boolean act() {
				switch (this.steps++) {
					case 0 -> this.replica.journals().record(this.run, this.run.finished().size(), "{}", "").join();
					case 1 -> this.replica.append(this.run, "answer.delta");
					default -> {
						end();
						return true;
					}
				}
				return false;
			}

			private void end() {
				switch (this.replica.succeed(this.run)) {
					case SUCCEEDED -> Schedule.this.answers++;
					case CANCELLED -> Schedule.this.told.add("cancelled");
					case FAILED, REJECTED, ERASED, FENCED_OFF, CHANGED -> {
						// Fenced off: its client is told to ask again.
					}
				}
			}

		}

		/**
		 * Asks again until it is told an outcome, or works on the next attempt itself.
		 */
		private final class Retry implements Actor {

			private final RunReplica replica;

			private final String name;

			private @Nullable Owner owner;

			Retry(RunReplica replica, String name) {
				this.replica = replica;
				this.name = name;
			}

			@Override
			public boolean act() {
				return (this.owner != null) ? this.owner.act() : ask();
			}

			private boolean ask() {
				try {
					RunTicket ticket = Tickets.keyed(Schedule.this.caller, Schedule.this.key, this.name);
					return switch (this.replica.registry().register(ticket)) {
						case Registered registered -> {
							assertThat(registered.run().id()).isEqualTo(Schedule.this.runId);
							Schedule.this.attempts.add(registered.run().attempt());
							this.owner = new Owner(this.replica, registered.run());
							yield false;
						}
						case Repeated repeated -> {
							RunRecord run = this.replica.records().find(Schedule.this.caller.tag(), repeated.runId());
							Schedule.this.told.add(run.state().label());
							yield true;
						}
					};
				}
				catch (ProblemException ex) {
					assertThat(ex.code()).isEqualTo(ProblemCode.RUN_IN_PROGRESS);
					return false;
				}
			}

		}

	}

}

package dev.agentservice.endtoend.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds in each of them every target is measured once
 * @param seconds how long a target is measured in a round
 * @param warmUp seconds of load for each target before anything counts; the service gets
 * three times as many
 * @param growthRounds rounds for each step of growth
 * @param users numbers of users with books, rising
 * @param streams how many streams are held open at once
 * @param most who is not done by then will not be
 */
record BenchPlan(int rounds, int seconds, int warmUp, int growthRounds, List<Integer> users, int streams,
		Duration most) {

	/** How many clients ask at once. */
	static final List<Integer> CLIENTS = List.of(1, 32);

	/** How many a growing service is asked by: enough to keep it busy. */
	static final int BUSY = CLIENTS.getLast();

	/** Users of all measurements but those of their growth. */
	static final int FEW_USERS = 10;

	/** How many turns a grown session has; the service's own limit. */
	static final int TURNS = 200;

	/** How many of them a run gets to see, by default. */
	static final int TURNS_SEEN = 100;

	/** How many tools a run calls. */
	static final List<Integer> TOOL_CALLS = List.of(1, 8);

	/**
	 * Some ten minutes. The service's requests per second have stopped to rise when it
	 * was asked for some two minutes: so long its code is being compiled.
	 */
	static BenchPlan full() {
		return new BenchPlan(5, 2, 25, 3, List.of(FEW_USERS, 1_000, 100_000, 1_000_000), 200, Duration.ofMinutes(20));
	}

	/** Half a minute, in which every answer is checked and no figure means anything. */
	static BenchPlan smoke() {
		return new BenchPlan(1, 1, 1, 1, List.of(FEW_USERS), 20, Duration.ofMinutes(4));
	}

	/** A bit more than a minute. */
	static BenchPlan quick() {
		return new BenchPlan(3, 1, 2, 1, List.of(FEW_USERS, 10_000), 50, Duration.ofMinutes(6));
	}

	/**
	 * The plan of this name.
	 * @throws IllegalArgumentException if there is none
	 */
	static BenchPlan named(String name) {
		return switch (name) {
			case "full" -> full();
			case "quick" -> quick();
			case "smoke" -> smoke();
			default -> throw new IllegalArgumentException("no plan is named " + name);
		};
	}

}

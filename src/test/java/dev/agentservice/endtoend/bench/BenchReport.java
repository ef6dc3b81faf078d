package dev.agentservice.endtoend.bench;

import java.util.List;
import java.util.Map;

/**
 * All that was measured in one run.
 *
 * @param places the targets side by side, with few and with many clients
 * @param growth the steps of growth
 * @param resident memory of each process behind that, in MiB
 * @param heap of live streams
 * @param surroundings facts about the machine and the measurement
 */
record BenchReport(List<Rounds> places, List<Row> growth, Map<String, Long> resident, StreamHeap heap,
		Map<String, Object> surroundings) {

	/** The least part of the relay's requests per second. */
	static final double LEAST_RATIO = 0.5;

	/** The most that one client may wait longer than without the service, in ms. */
	static final double MOST_ADDED = 3;

	/** The least part of its own requests per second without guards. */
	static final double LEAST_GUARDED = 0.85;

	/** By which part of the relay's requests per second the service serves many. */
	double ratio() {
		return this.places.getLast().ratio(Targets.SYNC, Targets.RELAY);
	}

	/** What the service adds to the latency of one client's median request, in ms. */
	double added() {
		return this.places.getFirst().added(Targets.SYNC, Targets.DIRECT);
	}

	/**
	 * By which part of its requests per second without guards the service serves many.
	 */
	double guarded() {
		return this.places.getLast().ratio(Targets.SYNC, Targets.UNGUARDED);
	}

	boolean fastEnough() {
		return ratio() >= LEAST_RATIO && added() <= MOST_ADDED && guarded() >= LEAST_GUARDED;
	}

	/** Requests without a right answer, in everything that was measured. */
	long errors() {
		return this.heap.broken() + this.places.stream()
			.flatMapToLong((rounds) -> rounds.targets().stream().mapToLong(rounds::errors))
			.sum() + this.growth.stream().mapToLong(Row::errors).sum();
	}

	/**
	 * A step of growth.
	 *
	 * @param rounds when it was measured
	 * @param target what has grown
	 * @param control what was measured beside it
	 */
	record Row(Rounds rounds, String target, String control) {

		/** Of both. */
		long errors() {
			return this.rounds.errors(this.target) + this.rounds.errors(this.control);
		}

	}

}

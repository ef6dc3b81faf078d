package dev.agentservice.run.record;

import java.util.Locale;
import java.util.Set;

/**
 * The state of a run. Each transition is one script, and {@code run-states.lua} allows no
 * other than these.
 */
public sealed interface RunState {

	/** Its name in records and answers, for example {@code succeeded}. */
	default String label() {
		return getClass().getSimpleName().toLowerCase(Locale.ROOT);
	}

	/** The states that may follow. */
	Set<Class<? extends RunState>> next();

	/** It has an owner, or had one until a moment ago. */
	sealed interface Active extends RunState {

		/** The fencing token of its owner, from 1. */
		int attempt();

	}

	/** It has no owner, and will get one. */
	sealed interface Waiting extends RunState {

		/** How many owners it has had. */
		int attempts();

	}

	/** It has ended. */
	sealed interface Ended extends RunState {

		/** The data of its last event, as JSON. */
		String data();

	}

	/** It waits for a worker, for the first time or again. */
	record Queued(int attempts) implements Waiting {

		@Override
		public Set<Class<? extends RunState>> next() {
			return Set.of(Running.class, Failed.class, Rejected.class, Cancelled.class);
		}

	}

	/** A replica works on it. */
	record Running(int attempt) implements Active {

		@Override
		public Set<Class<? extends RunState>> next() {
			return Set.of(Cancelling.class, Succeeded.class, Failed.class, Rejected.class, Cancelled.class,
					Queued.class);
		}

	}

	/** It was asked to stop and has not yet. */
	record Cancelling(int attempt) implements Active {

		@Override
		public Set<Class<? extends RunState>> next() {
			return Set.of(Cancelled.class);
		}

	}

	/** It has an answer. */
	record Succeeded(String data) implements Ended {

		@Override
		public Set<Class<? extends RunState>> next() {
			return Set.of();
		}

	}

	/** It has none, by the service's or a provider's fault. */
	record Failed(String data) implements Ended {

		@Override
		public Set<Class<? extends RunState>> next() {
			return Set.of(Running.class, Queued.class);
		}

	}

	/** A limit or a rule ended it. */
	record Rejected(String data) implements Ended {

		@Override
		public Set<Class<? extends RunState>> next() {
			return Set.of(Running.class, Queued.class);
		}

	}

	/** It was stopped. */
	record Cancelled(String data) implements Ended {

		@Override
		public Set<Class<? extends RunState>> next() {
			return Set.of();
		}

	}

	/**
	 * The state that a record holds.
	 * @param status its label
	 * @param attempt the latest attempt
	 * @param data the data of the last event; of no meaning unless the run has ended
	 */
	static RunState of(String status, int attempt, String data) {
		return switch (status) {
			case "queued" -> new Queued(attempt);
			case "running" -> new Running(attempt);
			case "cancelling" -> new Cancelling(attempt);
			case "succeeded" -> new Succeeded(data);
			case "failed" -> new Failed(data);
			case "rejected" -> new Rejected(data);
			case "cancelled" -> new Cancelled(data);
			default -> throw new IllegalArgumentException("No state of a run: " + status);
		};
	}

}

package dev.agentservice.endtoend.chaos;

import java.math.BigDecimal;

import dev.agentservice.endtoend.Client;

/**
 * What a client saw of the end of its run.
 *
 * @param kind in a word
 * @param run the run's id; empty if it was not told
 * @param costNano what the run cost, in nano-USD; 0 if it was not told
 */
record Ending(Kind kind, String run, long costNano) {

	static final Ending LEFT = new Ending(Kind.LEFT, "", 0);

	static final Ending LOST = new Ending(Kind.LOST, "", 0);

	static Ending of(Client.Reply reply) {
		return new Ending(Kind.of(reply), reply.text("/run_id"),
				reply.json().at("/usage/cost_usd").decimalValue(BigDecimal.ZERO).movePointRight(9).longValueExact());
	}

	/** The ways a run can end for its client. */
	enum Kind {

		/** An answer. */
		ANSWERED,
		/** 429: no money left. */
		OVER_BUDGET,
		/** Another problem, because of the provider. */
		FAILED,
		/** 409: somebody cancelled it. */
		CANCELLED,
		/** Nothing: it had closed its connection. */
		LEFT,
		/** A broken connection: the replica was killed. */
		LOST;

		private static Kind of(Client.Reply reply) {
			return switch (reply.status()) {
				case 200 -> ANSWERED;
				case 409 -> CANCELLED;
				case 429 -> OVER_BUDGET;
				case 503, 504 -> FAILED;
				default -> throw new AssertionError("A run ended with " + reply);
			};
		}

	}

}

package dev.agentservice.budget;

import dev.agentservice.budget.price.Tokens;
import dev.agentservice.support.Deadline;

/**
 * A request to put the worst case of one attempt of a model call aside. The same
 * reservation asked for twice is granted once.
 *
 * @param payer who pays
 * @param model {@code provider/model}
 * @param step the run's step the call belongs to
 * @param call which call of the step this is: retries and failovers count on
 * @param promptTokens an upper bound of the prompt's tokens
 * @param outputTokens the output cap the caller would like
 * @param deadline until when the answer is of use
 */
public record Reservation(Payer payer, String model, int step, int call, long promptTokens, long outputTokens,
		Deadline deadline) {

	/**
	 * Checks the counts.
	 * @throws IllegalArgumentException if a count of tokens is negative or above
	 * {@link Tokens#MAX}
	 */
	public Reservation {
		Tokens.check(promptTokens);
		Tokens.check(outputTokens);
	}

	/**
	 * Names the reservation. The owner's attempt is part of the name, so that the next
	 * owner of a run never takes the grant of the one before for its own.
	 */
	String id() {
		return this.payer.run() + "/" + this.payer.attempt() + "/" + this.step + "/" + this.call;
	}

}

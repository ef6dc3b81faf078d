package dev.agentservice.budget;

import dev.agentservice.budget.price.NanoUsd;
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
 * @param feesNano an upper bound of what the provider charges beside the tokens, in
 * nano-USD
 */
public record Reservation(Payer payer, String model, int step, int call, long promptTokens, long outputTokens,
		Deadline deadline, long feesNano) {

	/** A call that is charged by its tokens alone. */
	public Reservation(Payer payer, String model, int step, int call, long promptTokens, long outputTokens,
			Deadline deadline) {
		this(payer, model, step, call, promptTokens, outputTokens, deadline, 0);
	}

	/**
	 * Checks the counts.
	 * @throws IllegalArgumentException if a count of tokens is negative or above
	 * {@link Tokens#MAX}, or the fees are no amount
	 */
	public Reservation {
		Tokens.check(promptTokens);
		Tokens.check(outputTokens);
		if (feesNano < 0 || feesNano > NanoUsd.MAX) {
			throw new IllegalArgumentException("Fees are from 0 to 4000000 USD");
		}
	}

	/**
	 * Names the reservation. The owner's attempt is part of the name, so that the next
	 * owner of a run never takes the grant of the one before for its own.
	 */
	String id() {
		return this.payer.run() + "/" + this.payer.attempt() + "/" + this.step + "/" + this.call;
	}

}

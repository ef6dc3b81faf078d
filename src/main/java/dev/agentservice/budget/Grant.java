package dev.agentservice.budget;

import dev.agentservice.budget.price.Price;
import dev.agentservice.budget.price.Tokens;

/**
 * Money put aside for one model call. It is settled however the call ends; what nobody
 * settles is charged in full.
 *
 * @param reservation what was asked for
 * @param price the model's price when it was granted
 * @param amountNano what was put aside, in nano-USD
 * @param outputTokens the output cap this pays for, at most the one asked for
 * @param leftNano what the payer had left at that instant, in nano-USD; this amount and
 * what other calls under way have put aside included
 */
public record Grant(Reservation reservation, Price price, long amountNano, long outputTokens, long leftNano) {

	/** Whether the output cap is lower than the one asked for. */
	public boolean shrunk() {
		return this.outputTokens < this.reservation.outputTokens();
	}

	/** The call used the tokens that the provider reported. */
	Settlement used(Tokens tokens) {
		return used(tokens, 0);
	}

	/** The same, and the provider charges so much beside them, in nano-USD. */
	Settlement used(Tokens tokens, long feesNano) {
		return new Settlement(this, this.price.costNano(tokens) + feesNano, true);
	}

	/**
	 * The call ended, but the provider did not say what it used: it is charged by an
	 * estimate of our own, and at most what was put aside.
	 */
	Settlement estimated(Tokens tokens) {
		return estimated(tokens, 0);
	}

	/** The same, with what the provider charges beside them, in nano-USD. */
	Settlement estimated(Tokens tokens, long feesNano) {
		return new Settlement(this, Math.min(this.amountNano, this.price.costNano(tokens) + feesNano), false);
	}

	/**
	 * The call used more than was put aside for it, by a count of our own, because its
	 * model did not keep to the output cap.
	 */
	Settlement beyond(Tokens tokens) {
		return new Settlement(this, Math.max(this.amountNano, this.price.costNano(tokens)), false);
	}

	/**
	 * Nobody knows what the provider used, because the call broke off: everything that
	 * was put aside is charged, so that the ledger is not below the bill.
	 */
	Settlement unknown() {
		return new Settlement(this, this.amountNano, false);
	}

	/** The call was never made, or its provider charged nothing. */
	Settlement unused() {
		return new Settlement(this, 0, true);
	}

}

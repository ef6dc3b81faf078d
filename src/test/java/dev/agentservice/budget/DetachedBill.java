package dev.agentservice.budget;

import java.math.BigDecimal;

import dev.agentservice.budget.price.Price;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * A grant and a bill that no book knows of, for tests that only ask what a call is
 * charged.
 */
public final class DetachedBill {

	private static final Payer PAYER = new Payer("t", new UserTag("u"), null, null, "r", 1, 1);

	/**
	 * Ten nano-USD for a token, one if it was read from the cache, fifty for an answer's.
	 */
	private static final Price PRICE = new Price(new BigDecimal("0.010"), new BigDecimal("0.001"),
			new BigDecimal("0.012"), new BigDecimal("0.050"));

	private DetachedBill() {
	}

	/** What is put aside for a call of so many tokens. */
	public static Grant grant(long promptTokens, long outputTokens, Deadline deadline) {
		Reservation reservation = new Reservation(PAYER, "p/m", 1, 1, promptTokens, outputTokens, deadline);
		long worst = PRICE.worstCaseNano(promptTokens, outputTokens);
		return new Grant(reservation, PRICE, worst, outputTokens, worst);
	}

	/** What tokens cost, in nano-USD. */
	public static long costNano(Tokens tokens) {
		return PRICE.costNano(tokens);
	}

	/** A bill with nothing on it; it must not be closed, for nobody would settle it. */
	@SuppressWarnings("NullAway") // without books there are no budgets
	public static RunBill bill() {
		@Nullable Budgets none = null;
		return new RunBill(none, PAYER);
	}

}

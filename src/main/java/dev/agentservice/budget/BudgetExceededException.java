package dev.agentservice.budget;

import java.time.Duration;

import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;

/**
 * A scope cannot pay for what was asked. The client is told which one, its ledger and
 * when to come back.
 */
public final class BudgetExceededException extends ProblemException {

	/** Calls under way settle within seconds; what they do not use is free again then. */
	private static final Duration SOON = Duration.ofSeconds(10);

	private final transient Ledger ledger;

	private BudgetExceededException(String detail, Ledger ledger) {
		super(ProblemCode.BUDGET_EXCEEDED, detail);
		this.ledger = ledger;
		with("scope", ledger.kind());
		if (ledger.limitNano() != null) {
			with("limit_usd", NanoUsd.toUsd(ledger.limitNano()));
		}
		with("spent_usd", NanoUsd.toUsd(ledger.spentNano()));
		with("reserved_usd", NanoUsd.toUsd(ledger.reservedNano()));
	}

	/**
	 * Says no.
	 * @param ledger the scope that cannot pay
	 * @param neededNano the least that would have been of use
	 * @param untilReset until the scope's day ends
	 * @return the exception to throw
	 */
	static BudgetExceededException of(Ledger ledger, long neededNano, Duration untilReset) {
		if ("task".equals(ledger.kind())) {
			return new BudgetExceededException("This task has reached its cost limit. Ask for less in one task.",
					ledger);
		}
		if (ledger.onlyReserved(neededNano)) {
			BudgetExceededException held = new BudgetExceededException(
					"What is left of the daily budget is reserved by tasks under way. Try again when they have ended.",
					ledger);
			held.retryAfter((untilReset.compareTo(SOON) < 0) ? untilReset : SOON);
			return held;
		}
		BudgetExceededException spent = new BudgetExceededException("Daily budget exceeded. Try again tomorrow.",
				ledger);
		spent.retryAfter(untilReset);
		return spent;
	}

	/** The scope that cannot pay, as it was at that instant. */
	public Ledger ledger() {
		return this.ledger;
	}

}

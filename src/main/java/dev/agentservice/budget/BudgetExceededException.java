package dev.agentservice.budget;

import java.time.Duration;
import java.time.Instant;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * A scope cannot pay for what was asked. The client is told which one, its ledger and
 * when to come back.
 */
public final class BudgetExceededException extends ProblemException {

	/** Calls under way settle within seconds; what they do not use is free again then. */
	private static final Duration SOON = Duration.ofSeconds(10);

	/** The lowest of them counts. */
	private static final String LIMITS = "max_cost_usd of the request, or limits.cost_per_task_usd of the agent";

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
		with("left_usd", NanoUsd.toUsd(ledger.leftNano()));
	}

	/**
	 * Says no.
	 * @param ledger the scope that cannot pay
	 * @param neededNano the least that would have been of use
	 * @param now the time by the clock of Redis
	 * @param untilReset until the scope's day ends
	 * @return the exception to throw
	 */
	static BudgetExceededException of(Ledger ledger, long neededNano, Instant now, Duration untilReset) {
		if ("task".equals(ledger.kind())) {
			return new BudgetExceededException(ofTask(ledger, neededNano), ledger);
		}
		if (ledger.onlyReserved(neededNano)) {
			BudgetExceededException held = new BudgetExceededException(
					"What is left of the daily budget is reserved by tasks under way. Try again when they have ended.",
					ledger);
			held.retryAfter((untilReset.compareTo(SOON) < 0) ? untilReset : SOON);
			return held;
		}
		BudgetExceededException spent = new BudgetExceededException(ofDay(ledger, neededNano), ledger);
		spent.with("resets_at", now.plus(untilReset).toString()).retryAfter(untilReset);
		return spent;
	}

	private static String ofTask(Ledger ledger, long neededNano) {
		if (ledger.spentNano() == 0 && ledger.reservedNano() == 0) {
			return "This task may cost %s USD, and even the shortest answer to it may cost %s USD. Raise the task's cost limit (%s), or shorten the task."
				.formatted(usd(ledger.leftNano()), usd(neededNano), LIMITS);
		}
		return "This task has reached its cost limit: %s USD of it are left, and the next step may cost %s USD. Ask for less in one task, or raise the limit (%s)."
			.formatted(usd(ledger.leftNano()), usd(neededNano), LIMITS);
	}

	private static String ofDay(Ledger ledger, long neededNano) {
		if (ledger.leftNano() == 0) {
			return "Daily budget exceeded. Try again tomorrow.";
		}
		return "Daily budget exceeded: %s USD of it are left, and the next step may cost %s USD. Try again tomorrow, or shorten the task."
			.formatted(usd(ledger.leftNano()), usd(neededNano));
	}

	private static String usd(long nano) {
		return NanoUsd.toUsd(nano).toPlainString();
	}

	/** The least that a call would have had to put aside. */
	BudgetExceededException needing(long nano) {
		with("needed_usd", NanoUsd.toUsd(nano));
		return this;
	}

	/** The scope that cannot pay, as it was at that instant. */
	public Ledger ledger() {
		return this.ledger;
	}

}

package dev.agentservice.budget;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The conversation with {@code budget-reserve.lua}: it is told until when its answer is
 * waited for, and asked a second time if we were wrong about the clock of Redis.
 *
 * @param scripts what reads and writes the books
 * @param limits what may be spent
 * @param patience how long the caller of a script waits for it at most
 * @param metrics what is counted
 */
record ReservationProtocol(BudgetScripts scripts, Limits limits, Duration patience, BudgetMetrics metrics) {

	/**
	 * Settles a run's previous call, if there was one, and reserves its next.
	 * @throws BudgetExceededException if the remainder does not pay the minimum
	 * @throws FencedOffException if a newer attempt owns the run
	 * @throws StoreUnavailableException if the script may have run or not
	 */
	Grant reserve(@Nullable Settlement previous, Quote quote) {
		Answer answer = ask(previous, quote);
		if (answer.outcome() == Answer.Outcome.LATE && !quote.reservation().deadline().passed()) {
			// Our idea of Redis' clock was old; the answer has just corrected it.
			answer = ask(null, quote);
		}
		return grant(answer, quote);
	}

	private Answer ask(@Nullable Settlement previous, Quote quote) {
		Payer payer = quote.reservation().payer();
		long notAfter = this.scripts.notAfter(quote.reservation().deadline().within(this.patience));
		Arguments arguments = quote.arguments(this.limits.of(payer), notAfter);
		if (previous != null) {
			arguments.with(previous);
		}
		Answer answer = this.scripts.reserve(payer.tenant(), arguments);
		this.metrics.swept(answer);
		if (previous != null) {
			this.metrics.settled(previous, answer);
		}
		return answer;
	}

	private Grant grant(Answer answer, Quote quote) {
		Reservation reservation = quote.reservation();
		return switch (answer.outcome()) {
			case GRANTED -> quote.granted(answer.number("amount"), answer.optional("left").orElse(NanoUsd.MAX));
			case EXHAUSTED -> throw exceeded(answer.ledger(), quote.minimumNano(), answer).needing(quote.minimumNano());
			case FENCED -> throw new FencedOffException(reservation);
			case LATE -> throw tooLate(reservation.deadline());
			case CLOSED -> throw new IllegalStateException(reservation.id() + " has been settled or swept");
		};
	}

	/** Counts a refusal and says why. */
	BudgetExceededException exceeded(Ledger ledger, long neededNano, Answer answer) {
		this.metrics.rejected(ledger, ledger.onlyReserved(neededNano) ? "reserved" : "spent");
		return BudgetExceededException.of(ledger, neededNano, answer.now(), this.scripts.untilReset(answer));
	}

	private static ProblemException tooLate(Deadline deadline) {
		if (deadline.passed()) {
			return new ProblemException(ProblemCode.DEADLINE_EXCEEDED, "The task ran out of time.");
		}
		return new StoreUnavailableException("budget-reserve", new TimeoutException("Redis was reached too late"));
	}

}

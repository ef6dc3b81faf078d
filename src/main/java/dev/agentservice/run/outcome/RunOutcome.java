package dev.agentservice.run.outcome;

import java.util.List;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.modulith.NamedInterface;

/**
 * How a run ended, as clients get it: now, or again when they retry.
 */
@NamedInterface("outcome")
public sealed interface RunOutcome {

	/**
	 * With an answer.
	 *
	 * @param answer the answer
	 */
	@NamedInterface("outcome")
	record Succeeded(RunAnswer answer) implements RunOutcome {
	}

	/**
	 * Without one.
	 *
	 * @param problem why
	 */
	@NamedInterface("outcome")
	record Failed(ProblemException problem) implements RunOutcome {
	}

	/**
	 * Stopped.
	 *
	 * @param reason why
	 * @param inDoubt the calls that may have taken effect, which nobody knows
	 */
	@NamedInterface("outcome")
	record Cancelled(String reason, List<DoubtfulCall> inDoubt) implements RunOutcome {

		public Cancelled {
			inDoubt = List.copyOf(inDoubt);
		}

		/** With no call in doubt, as far as its owner knows by then. */
		public Cancelled(String reason) {
			this(reason, List.of());
		}

		/** What clients are told that waited for an answer. */
		public ProblemException problem() {
			ProblemException problem = new ProblemException(ProblemCode.RUN_CANCELLED,
					"The run was cancelled before it had an answer.");
			return this.inDoubt.isEmpty() ? problem : problem.with(DoubtfulCall.MEMBER, this.inDoubt);
		}
	}

}

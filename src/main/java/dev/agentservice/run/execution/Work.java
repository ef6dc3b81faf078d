package dev.agentservice.run.execution;

import java.time.Duration;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.run.outcome.RunOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What the loop has achieved, before it is stored.
 */
sealed interface Work {

	/**
	 * The run is to end.
	 *
	 * @param outcome the outcome that is to be stored
	 * @param result the answer with its figures, or null
	 */
	record Done(RunOutcome outcome, @Nullable Answered result) implements Work {

	}

	/**
	 * Another owner is to continue the run.
	 *
	 * @param reason why, as {@code run.resumed} says it
	 * @param pause not before this time has passed
	 */
	record Unfinished(String reason, Duration pause) implements Work {

		/** Later, because Redis refuses what this owner writes. */
		static final Unfinished LOST = new Unfinished("lost", Duration.ofSeconds(15));

		/** At once, because this replica stops. */
		static final Unfinished HANDED_OVER = new Unfinished("handover", Duration.ZERO);

	}

}

package dev.agentservice.agent;

import dev.agentservice.agent.journal.Step;

/**
 * What happens in a run, in order. Every way an answer comes back (as one document, as a
 * stream, through another protocol) only listens to these, and to how the run ends.
 */
public sealed interface RunEvent {

	/**
	 * The run was admitted.
	 *
	 * @param runId the run's id
	 * @param agent the agent's name
	 * @param revision the revision of the agent file
	 */
	record RunStarted(String runId, String agent, String revision) implements RunEvent {
	}

	/**
	 * The run continues at another owner.
	 *
	 * @param attempt how many owners it has had, this one included
	 * @param reason why: {@code lost}, {@code handover}, {@code budget}
	 */
	record RunResumed(int attempt, String reason) implements RunEvent {
	}

	/**
	 * A model or tool call begins.
	 *
	 * @param type what is called
	 * @param name the model id or the tool's name
	 */
	record StepStarted(Step.Type type, String name) implements RunEvent {
	}

	/**
	 * A model or tool call ended.
	 *
	 * @param step the call
	 */
	record StepFinished(Step step) implements RunEvent {
	}

	/**
	 * The next piece of the answer; only in streamed runs.
	 *
	 * @param text the piece, never empty
	 */
	record AnswerDelta(String text) implements RunEvent {
	}

	/**
	 * All deltas so far are void: what was written was not the answer.
	 *
	 * @param reason why not
	 */
	record AnswerReset(Reason reason) implements RunEvent {

		/** Why what was written is not the answer. */
		public enum Reason {

			/** The model went on to call tools. */
			PLANNING,
			/** The model failed on its way; it is asked again, or the next one is. */
			FAILOVER,
			/** Another owner continues the run, and asks again. */
			RESUMED

		}

	}

}

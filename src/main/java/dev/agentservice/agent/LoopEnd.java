package dev.agentservice.agent;

/**
 * How the loop ended, if not with an exception.
 */
public sealed interface LoopEnd {

	/**
	 * The task is answered.
	 *
	 * @param result the answer and what it took
	 */
	record Answered(RunResult result) implements LoopEnd {
	}

}

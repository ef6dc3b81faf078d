package dev.agentservice.tool.call;

import dev.agentservice.tool.TextOrigin;
import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.agentservice.tool.ToolSettings;

/**
 * How a call, or one attempt of it, ended.
 *
 * @param outcome in a word
 * @param text what the model is told
 * @param mayPass whether another attempt, or another tool, may do better
 * @param cached whether it is a result that was kept
 * @param saidByTool whether the text is the tool's and not the service's
 */
record ToolEnding(Outcome outcome, String text, boolean mayPass, boolean cached, boolean saidByTool) {

	static ToolEnding ok(String text) {
		return new ToolEnding(Outcome.OK, text, false, false, true);
	}

	static ToolEnding kept(String text) {
		return new ToolEnding(Outcome.OK, text, false, true, true);
	}

	/** The tool says what is wrong. */
	static ToolEnding said(ToolException failure) {
		return new ToolEnding(Outcome.FAILED, String.valueOf(failure.getMessage()), failure.isRetryable(), false, true);
	}

	/** The tool broke; why is for the log alone. */
	static ToolEnding broke() {
		return new ToolEnding(Outcome.FAILED, "The tool failed, through no fault of the arguments. "
				+ "Go on without its result and say what could not be done.", true, false, false);
	}

	static ToolEnding circuitOpen() {
		return new ToolEnding(Outcome.CIRCUIT_OPEN, "The tool has failed too often lately and was not called. "
				+ "Go on without its result and say what could not be done.", true, false, false);
	}

	static ToolEnding bulkheadFull() {
		return new ToolEnding(Outcome.BULKHEAD_FULL, "The tool is too busy at the moment and was not called. "
				+ "Go on without its result and say what could not be done.", true, false, false);
	}

	static ToolEnding timedOut(String text) {
		return new ToolEnding(Outcome.TIMED_OUT, text, true, false, false);
	}

	/** The owner of the run was not certain to be it any more. */
	static ToolEnding notOwned() {
		return new ToolEnding(Outcome.REFUSED,
				"The tool was not called: the service was about to stop this task. " + "Nothing was done.", false,
				false, false);
	}

	/** The replica that called the tool is gone. */
	static ToolEnding lost() {
		return inDoubt("The service was interrupted while the tool was called. Whether it took effect is unknown, "
				+ "and it was not called again. Say so, and find out before you ask for it again.");
	}

	/** Whether it took effect is unknown. */
	static ToolEnding inDoubt(String text) {
		return new ToolEnding(Outcome.IN_DOUBT, text, false, false, false);
	}

	static ToolEnding invalid(ToolArguments.InvalidArgumentsException failure) {
		return new ToolEnding(Outcome.INVALID_ARGUMENTS, String.valueOf(failure.getMessage()), false, false, false);
	}

	/** The same with a text of at most so many bytes of UTF-8. */
	ToolEnding bounded(int limit) {
		return new ToolEnding(this.outcome, BoundedText.of(this.text, limit), this.mayPass, this.cached,
				this.saidByTool);
	}

	/**
	 * Who wrote the text.
	 * @param tool how the tool that was called is run
	 */
	TextOrigin origin(ToolSettings tool) {
		if (this.saidByTool) {
			return tool.trusted() ? TextOrigin.TRUSTED_TOOL : TextOrigin.THIRD_PARTY;
		}
		return (this.outcome == Outcome.INVALID_ARGUMENTS) ? TextOrigin.MODEL : TextOrigin.SERVICE;
	}

	/** Whether the tool was kept from being called. */
	boolean isRefusal() {
		return this.outcome == Outcome.CIRCUIT_OPEN || this.outcome == Outcome.BULKHEAD_FULL;
	}

}

package dev.agentservice.tool;

import java.time.Duration;
import java.util.Locale;

/**
 * What became of one tool call.
 *
 * @param call the call the model asked for
 * @param tool the tool that was called: the one in the call, or its fallback
 * @param text what the model is told: the tool's result, or what went wrong and what
 * would be right
 * @param origin who wrote the text
 * @param outcome how the call ended
 * @param duration how long it took
 * @param cached whether it is a result that was kept: the tool was not called
 */
public record ToolResult(RequestedCall call, String tool, String text, TextOrigin origin, Outcome outcome,
		Duration duration, boolean cached) {

	/** Whether a fallback was called in the place of the tool that the model called. */
	public boolean isOfFallback() {
		return this.outcome != Outcome.UNKNOWN_TOOL && !this.tool.equals(this.call.name());
	}

	/** Whether the tool did not do what it was asked. */
	public boolean isError() {
		return this.outcome != Outcome.OK;
	}

	/** The same with another text for the model. */
	public ToolResult withText(String text) {
		return new ToolResult(this.call, this.tool, text, this.origin, this.outcome, this.duration, this.cached);
	}

	/** The same as what a third party may have written. */
	public ToolResult asThirdPartyContent() {
		return new ToolResult(this.call, this.tool, this.text, TextOrigin.THIRD_PARTY, this.outcome, this.duration,
				this.cached);
	}

	/** How a tool call ended. */
	public enum Outcome {

		/** The tool returned a result. */
		OK,
		/** The tool threw. */
		FAILED,
		/** The tool did not answer within its time-out or the run's deadline. */
		TIMED_OUT,
		/**
		 * Whether a tool with side effects did what it was asked is unknown: it did not
		 * answer in time, or its replica was lost.
		 */
		IN_DOUBT,
		/** The tool has failed too often lately: it was not called. */
		CIRCUIT_OPEN,
		/** Too many calls of the tool are under way: it was not called. */
		BULKHEAD_FULL,
		/** There is no such tool, or the agent may not use it. */
		UNKNOWN_TOOL,
		/** It was not called: the run may not be doing its user's will. */
		REFUSED,
		/** The arguments are not JSON or do not fit the tool's JSON schema. */
		INVALID_ARGUMENTS;

		/** The value of the {@code outcome} label and member, for example {@code ok}. */
		public String label() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

}

package dev.agentservice.run;

import java.math.BigDecimal;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks for, whatever protocol it speaks.
 *
 * @param agent the agent's name
 * @param task the user's text
 * @param sessionId the conversation to continue, or null to keep none
 * @param maxOutputTokens a cap on completion tokens per model call, or null
 * @param maxCostUsd a cap on the run's cost in USD, or null; it only ever lowers the
 * agent's
 * @param waitForTurn whether to wait within the deadline while the session is busy
 * @param streamed whether the client reads the answer while it is written
 * @param metadata the client's own notes on the run
 */
public record RunCommand(String agent, String task, @Nullable String sessionId, @Nullable Integer maxOutputTokens,
		@Nullable BigDecimal maxCostUsd, boolean waitForTurn, boolean streamed, Map<String, String> metadata) {

	public RunCommand {
		metadata = Map.copyOf(metadata);
	}

	/** The name of the mode in metrics. */
	String mode() {
		return this.streamed ? "stream" : "sync";
	}

}

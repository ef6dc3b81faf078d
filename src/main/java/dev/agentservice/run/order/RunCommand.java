package dev.agentservice.run.order;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import dev.agentservice.session.Message;
import org.jspecify.annotations.Nullable;

/**
 * A client's request for a run, in any protocol.
 *
 * @param agent the agent's name
 * @param task the user's text
 * @param history messages that the client sent before the task; never stored
 * @param keptByClient whether the client keeps the conversation, and will send this
 * answer in the history of its next request
 * @param sessionId the conversation to continue, or null to keep none
 * @param maxOutputTokens a cap on completion tokens per model call, or null
 * @param maxCostUsd a cap on the run's cost in USD, or null; it only ever lowers the
 * agent's
 * @param waitForTurn whether to wait within the deadline while the session is busy
 * @param mode how the answer is returned
 * @param onDisconnect what becomes of a streamed run whose client has left
 * @param idempotency the client's name for this request, or null
 * @param metadata the client's own notes on the run
 * @param queue on what terms it waits for a worker; null if its client waits
 */
public record RunCommand(String agent, String task, List<Message> history, boolean keptByClient,
		@Nullable String sessionId, @Nullable Integer maxOutputTokens, @Nullable BigDecimal maxCostUsd,
		boolean waitForTurn, RunMode mode, OnDisconnect onDisconnect, @Nullable IdempotencyKey idempotency,
		Map<String, String> metadata, @Nullable QueueTerms queue) {

	public RunCommand {
		history = List.copyOf(history);
		metadata = Map.copyOf(metadata);
	}

}

package dev.agentservice.run.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.identity.Caller;
import dev.agentservice.session.Message;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do, and for whom: everything that an owner needs without the client's
 * request. A later attempt executes the order of the first.
 *
 * @param caller the caller
 * @param agent the agent's name
 * @param revision the revision of the agent's file
 * @param input what the agent is to work on
 * @param terms the client's own limits
 * @param delivery how the answer is returned
 * @param createdAt when the run was first requested
 * @param metadata the client's own notes
 * @param flags the flags of the run
 * @param runtime where its agent's loop runs; null for this service, or if that is not
 * known
 */
public record RunOrder(Caller caller, String agent, String revision, Input input, Terms terms, Delivery delivery,
		Instant createdAt, Map<String, String> metadata, ResolvedFlags flags, @Nullable String runtime) {

	public RunOrder {
		metadata = Map.copyOf(metadata);
	}

	/** An order for this service's own loop. */
	public RunOrder(Caller caller, String agent, String revision, Input input, Terms terms, Delivery delivery,
			Instant createdAt, Map<String, String> metadata, ResolvedFlags flags) {
		this(caller, agent, revision, input, terms, delivery, createdAt, metadata, flags, null);
	}

	/** The same, with findings about its input. */
	public RunOrder with(Input input) {
		return new RunOrder(this.caller, this.agent, this.revision, input, this.terms, this.delivery, this.createdAt,
				this.metadata, this.flags, this.runtime);
	}

	/**
	 * What an agent is to work on.
	 *
	 * @param task the user's text
	 * @param history messages that the client sent with the task, oldest first
	 * @param sessionId the conversation to continue, or null to keep none
	 * @param suspicious whether the task, or the conversation before it, looks like an
	 * injection
	 * @param untrustedHistory whether that history holds answers that are not known to be
	 * free of third-party content
	 */
	public record Input(String task, List<Message> history, @Nullable String sessionId, boolean suspicious,
			boolean untrustedHistory) {

		public Input {
			history = List.copyOf(history);
		}

		/** The same, with further findings. */
		public Input with(boolean suspicious, boolean untrustedHistory) {
			return new Input(this.task, this.history, this.sessionId, this.suspicious || suspicious,
					this.untrustedHistory || untrustedHistory);
		}

	}

	/**
	 * The client's own limits.
	 *
	 * @param maxCostUsd a cap on the run's cost in USD, or null; it only ever lowers the
	 * agent's
	 * @param maxOutputTokens a cap on completion tokens per model call, or null
	 * @param waitForTurn whether to wait within the deadline while the session is busy
	 * @param waitForBudget whether to wait for a daily budget's reset; only of a run
	 * whose client does not wait
	 */
	public record Terms(@Nullable BigDecimal maxCostUsd, @Nullable Integer maxOutputTokens, boolean waitForTurn,
			boolean waitForBudget) {

		/** Terms of a client that waits. */
		public Terms(@Nullable BigDecimal maxCostUsd, @Nullable Integer maxOutputTokens, boolean waitForTurn) {
			this(maxCostUsd, maxOutputTokens, waitForTurn, false);
		}

	}

	/**
	 * How the answer is returned.
	 *
	 * @param mode in one piece, or as events
	 * @param onDisconnect what becomes of a streamed run whose client has left
	 * @param keptByClient whether the client keeps the conversation, and will send this
	 * answer in the history of its next request
	 */
	public record Delivery(RunMode mode, OnDisconnect onDisconnect, boolean keptByClient) {

		/** Whether the run's events are appended to its log. */
		public boolean logged() {
			return this.mode != RunMode.SYNC;
		}

		/** Whether the run continues without its client, so that its order is stored. */
		public boolean detached() {
			return this.mode == RunMode.ASYNC || (logged() && this.onDisconnect == OnDisconnect.DETACH);
		}

	}

}

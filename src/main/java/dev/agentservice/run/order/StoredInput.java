package dev.agentservice.run.order;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.identity.Scope;
import dev.agentservice.run.record.RunDocument;
import dev.agentservice.session.Message;
import dev.agentservice.session.StoredMessages;
import dev.agentservice.support.json.UnreadableStateException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of an order that only its client knows, as the record holds it where the run
 * continues without the client. Personal data. Fields that a later release has added are
 * ignored.
 *
 * @param v the document's version
 * @param task the user's text
 * @param history messages that the client sent with the task
 * @param suspicious whether the task or the history looks like an injection
 * @param untrustedHistory whether the history may hold third-party content
 * @param maxCostUsd a cap on the run's cost, or null
 * @param maxOutputTokens a cap on completion tokens per model call, or null
 * @param waitForTurn whether the run waits for its session's turn
 * @param waitForBudget whether it waits for a daily budget's reset; null if not
 * @param mode how the answer is returned
 * @param onDisconnect what becomes of the run when its client has left
 * @param keptByClient whether the client keeps the conversation
 * @param credential the configured name of the caller's credential
 * @param scopes the scopes of that credential
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
record StoredInput(int v, String task, List<Message> history, boolean suspicious, boolean untrustedHistory,
		@Nullable BigDecimal maxCostUsd, @Nullable Integer maxOutputTokens, boolean waitForTurn,
		@Nullable Boolean waitForBudget, RunMode mode, OnDisconnect onDisconnect, boolean keptByClient,
		String credential, Set<Scope> scopes) {

	private static final JsonMapper MAPPER = StoredMessages.in(JsonMapper.builder())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	static StoredInput of(RunOrder order, int version) {
		return new StoredInput(version, order.input().task(), order.input().history(), order.input().suspicious(),
				order.input().untrustedHistory(), order.terms().maxCostUsd(), order.terms().maxOutputTokens(),
				order.terms().waitForTurn(), order.terms().waitForBudget() ? true : null, order.delivery().mode(),
				order.delivery().onDisconnect(), order.delivery().keptByClient(), order.caller().credential(),
				order.caller().scopes());
	}

	/**
	 * Reads what {@link #json()} wrote.
	 * @throws UnreadableStateException if this release cannot read it
	 */
	static StoredInput read(String json) {
		JsonNode document = MAPPER.readTree(json);
		RunDocument.demandReadable(document.path("v").asInt(0));
		return MAPPER.treeToValue(document, StoredInput.class);
	}

	/** For the record. */
	String json() {
		return MAPPER.writeValueAsString(this);
	}

	/**
	 * What the agent is to work on.
	 * @param sessionId the conversation, or null
	 */
	RunOrder.Input input(@Nullable String sessionId) {
		return new RunOrder.Input(this.task, this.history, sessionId, this.suspicious, this.untrustedHistory);
	}

	RunOrder.Terms terms() {
		return new RunOrder.Terms(this.maxCostUsd, this.maxOutputTokens, this.waitForTurn,
				Boolean.TRUE.equals(this.waitForBudget));
	}

	RunOrder.Delivery delivery() {
		return new RunOrder.Delivery(this.mode, this.onDisconnect, this.keptByClient);
	}

}

package dev.agentservice.run.web;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.agentservice.run.order.IdempotencyKey;
import dev.agentservice.run.order.OnDisconnect;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.support.Text;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of {@code POST /agent}.
 *
 * @param task what the agent shall do, exactly as the client wrote it
 * @param agent which agent does it
 * @param sessionId the conversation it belongs to; without one nothing is stored
 * @param maxCostUsd what the run may cost at most, in USD
 * @param maxOutputTokens how long each model answer may get
 * @param onBusy what to do while another run holds the session
 * @param onDisconnect what becomes of a streamed run whose client has disconnected
 * @param metadata the client's own notes on the run
 */
record AgentRequest(
		@Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 200_000,
				description = "At most 200,000 bytes of UTF-8.",
				example = "What is 17 % of 349.90, and what time is it in Tokyo?") String task,
		@Schema(pattern = "^[a-z0-9-]{1,64}$", defaultValue = "assistant", example = "assistant") String agent,
		@Schema(pattern = "^[A-Za-z0-9._-]{1,64}$", description = "Keeps a conversation; made at first use.",
				example = "order-1234") @Nullable String sessionId,
		@Schema(minimum = "0.000000001", maximum = "1000", example = "0.25") @Nullable BigDecimal maxCostUsd,
		@Schema(minimum = "1", maximum = "1000000", example = "500") @Nullable Integer maxOutputTokens,
		@Schema(type = "string", allowableValues = {
				"reject", "queue" }, defaultValue = "reject",
				description = "Whether to answer 409 or to wait while another run holds the session.") OnBusy onBusy,
		@Schema(type = "string", allowableValues = { "cancel", "detach" }, defaultValue = "cancel",
				description = "What becomes of a streamed run when its client has left and does not come back.") OnDisconnect onDisconnect,
		@Schema(description = "At most 16 entries; names up to 64, values up to 512 bytes of UTF-8.",
				example = "{\"channel\": \"web\"}") Map<String, String> metadata){

	private static final String DEFAULT_AGENT = "assistant";

	private static final Pattern AGENT = Pattern.compile("[a-z0-9-]{1,64}");

	/** Not . and .. because every URL library would swallow them in /sessions/{id}. */
	private static final Pattern SESSION_ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}");

	/**
	 * The smallest amount of money: a nano-USD. It also excludes numbers like
	 * 1e-999999999 from arithmetic.
	 */
	private static final BigDecimal MIN_COST = new BigDecimal("0.000000001");

	private static final BigDecimal MAX_COST = new BigDecimal("1000");

	AgentRequest {
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

	/**
	 * Reads a request.
	 * @param fields the fields of the body
	 * @param maxTaskBytes in bytes of UTF-8
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static AgentRequest parse(JsonFields fields, int maxTaskBytes) {
		AgentRequest request = new AgentRequest(fields.requiredText("task", maxTaskBytes),
				Objects.requireNonNullElse(
						fields.optionalText("agent", AGENT, "1 to 64 lower-case letters, digits or -"), DEFAULT_AGENT),
				fields.optionalText("session_id", SESSION_ID, "1 to 64 letters, digits, dots, _ or -, not only dots"),
				fields.optionalNumber("max_cost_usd", MIN_COST, MAX_COST),
				fields.optionalInteger("max_output_tokens", 1, 1_000_000),
				Objects.requireNonNullElse(fields.optionalChoice("on_busy", List.of(OnBusy.values())), OnBusy.REJECT),
				Objects.requireNonNullElse(
						fields.optionalChoice("on_disconnect", List.of(OnDisconnect.CANCEL, OnDisconnect.DETACH)),
						OnDisconnect.CANCEL),
				fields.optionalPairs("metadata", 16, 64, 512));
		fields.finish();
		return request;
	}

	/**
	 * The run this asks for.
	 * @param mode how the answer comes back
	 * @param idempotencyKey the client's name for this request, or null
	 * @throws dev.agentservice.support.problem.ProblemException {@code invalid_request}
	 * if that is not valid
	 */
	RunCommand toCommand(RunMode mode, @Nullable String idempotencyKey) {
		return new RunCommand(this.agent, this.task, List.of(), false, this.sessionId, this.maxOutputTokens,
				this.maxCostUsd, this.onBusy == OnBusy.QUEUE, mode, this.onDisconnect,
				(idempotencyKey != null) ? IdempotencyKey.of(idempotencyKey, fingerprint()) : null, this.metadata);
	}

	/** Equal for equal bodies, regardless of their spelling. */
	private String fingerprint() {
		return JsonMapper.shared()
			.writeValueAsString(Arrays.asList("/agent", this.task, this.agent, this.sessionId,
					(this.maxCostUsd != null) ? this.maxCostUsd.stripTrailingZeros().toPlainString() : null,
					this.maxOutputTokens, this.onBusy, this.onDisconnect, new TreeMap<>(this.metadata)));
	}

	/** Without the texts: everything that is printed ends up in a log. */
	@Override
	public String toString() {
		return "AgentRequest[agent=" + this.agent + ", task of " + Text.length(this.task) + " characters]";
	}

	/** What to do while another run holds the session. */
	enum OnBusy {

		/** Answer 409 at once. */
		REJECT,
		/** Wait for the turn, within the run's deadline. */
		QUEUE

	}

}

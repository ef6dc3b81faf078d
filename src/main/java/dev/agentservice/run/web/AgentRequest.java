package dev.agentservice.run.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
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
import dev.agentservice.run.order.QueueTerms;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.support.Text;
import dev.agentservice.support.json.JsonFields;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.convert.DurationStyle;

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
 * @param ttl how long the run may wait and work; only if the client does not wait
 * @param priority its rank among the user's waiting runs; only if the client does not
 * wait
 * @param onBudget what to do while a daily budget is used up; only if the client does not
 * wait
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
				example = "{\"channel\": \"web\"}") Map<String, String> metadata,
		@Schema(type = "string", pattern = "^[0-9]+(ms|s|m|h)$", defaultValue = "24h", example = "30m",
				description = "From the request to the end, for `Prefer: respond-async` only; a run that still waits then is rejected.") @Nullable Duration ttl,
		@Schema(minimum = "0", maximum = "9", defaultValue = "0",
				description = "For `Prefer: respond-async` only: sorts your own waiting runs, the highest first.") @Nullable Integer priority,
		@Schema(type = "string", allowableValues = { "reject", "wait" }, defaultValue = "reject",
				description = "For `Prefer: respond-async` only: whether a run waits for the reset of a daily budget that is used up.") @Nullable OnBudget onBudget){

	private static final String DEFAULT_AGENT = "assistant";

	private static final Pattern AGENT = Pattern.compile("[a-z0-9-]{1,64}");

	/** As in agent files. */
	private static final Pattern DURATION = Pattern.compile("[0-9]{1,9}(ms|s|m|h)");

	/** Not . and .. because every URL library would swallow them in /sessions/{id}. */
	private static final Pattern SESSION_ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,64}");

	/**
	 * The smallest amount of money: a nano-USD. It also excludes numbers like
	 * 1e-999999999 from arithmetic.
	 */
	private static final BigDecimal MIN_COST = new BigDecimal("0.000000001");

	private static final BigDecimal MAX_COST = new BigDecimal("1000");

	private static final int MAX_PRIORITY = 9;

	AgentRequest {
		metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
	}

	/**
	 * Reads a request.
	 * @param fields the fields of the body
	 * @param maxTaskBytes in bytes of UTF-8
	 * @param maxTtl the longest time to live
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static AgentRequest parse(JsonFields fields, int maxTaskBytes, Duration maxTtl) {
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
				fields.optionalPairs("metadata", 16, 64, 512), ttl(fields, maxTtl),
				fields.optionalInteger("priority", 0, MAX_PRIORITY),
				fields.optionalChoice("on_budget", List.of(OnBudget.values())));
		fields.finish();
		return request;
	}

	private static @Nullable Duration ttl(JsonFields fields, Duration maxTtl) {
		String text = fields.optionalText("ttl", (value) -> {
			Duration ttl = duration(value);
			return ttl != null && ttl.isPositive() && ttl.compareTo(maxTtl) <= 0;
		}, "a time of at most " + maxTtl.toSeconds() + "s, such as 30m or 24h");
		return (text != null) ? duration(text) : null;
	}

	private static @Nullable Duration duration(String text) {
		return DURATION.matcher(text).matches() ? DurationStyle.SIMPLE.parse(text) : null;
	}

	/**
	 * The run this asks for.
	 * @param mode how the answer comes back
	 * @param idempotencyKey the client's name for this request, or null
	 * @param defaultTtl how long it may wait and work if it does not say
	 * @throws dev.agentservice.support.problem.ProblemException {@code invalid_request}
	 * if that is not valid
	 */
	RunCommand toCommand(RunMode mode, @Nullable String idempotencyKey, Duration defaultTtl) {
		if (mode != RunMode.ASYNC) {
			refuseAsyncFields();
		}
		return new RunCommand(this.agent, this.task, List.of(), false, this.sessionId, this.maxOutputTokens,
				this.maxCostUsd, this.onBusy == OnBusy.QUEUE, mode,
				(mode == RunMode.ASYNC) ? OnDisconnect.DETACH : this.onDisconnect,
				(idempotencyKey != null) ? IdempotencyKey.of(idempotencyKey, fingerprint()) : null, this.metadata,
				(mode == RunMode.ASYNC) ? queueTerms(defaultTtl) : null);
	}

	private QueueTerms queueTerms(Duration defaultTtl) {
		return new QueueTerms(Objects.requireNonNullElse(this.ttl, defaultTtl),
				Objects.requireNonNullElse(this.priority, 0), this.onBudget == OnBudget.WAIT);
	}

	private void refuseAsyncFields() {
		List<InvalidField> bad = asyncFields().entrySet()
			.stream()
			.filter((field) -> field.getValue() != null)
			.map((field) -> new InvalidField(field.getKey(), "needs Prefer: respond-async"))
			.toList();
		if (!bad.isEmpty()) {
			throw new InvalidRequestException(bad);
		}
	}

	private Map<String, @Nullable Object> asyncFields() {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		fields.put("ttl", (this.ttl != null) ? this.ttl.toMillis() : null);
		fields.put("priority", this.priority);
		fields.put("on_budget", this.onBudget);
		return fields;
	}

	/** Equal for equal bodies, regardless of their spelling. */
	private String fingerprint() {
		List<@Nullable Object> parts = new ArrayList<>(Arrays.asList("/agent", this.task, this.agent, this.sessionId,
				(this.maxCostUsd != null) ? this.maxCostUsd.stripTrailingZeros().toPlainString() : null,
				this.maxOutputTokens, this.onBusy, this.onDisconnect, new TreeMap<>(this.metadata)));
		if (asyncFields().values().stream().anyMatch(Objects::nonNull)) {
			// Others keep the fingerprint that releases before these fields have stored.
			parts.addAll(asyncFields().values());
		}
		return JsonMapper.shared().writeValueAsString(parts);
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

	/** What to do while a daily budget is used up. */
	enum OnBudget {

		/** The run is rejected. */
		REJECT,
		/** It waits for the budget's reset. */
		WAIT

	}

}

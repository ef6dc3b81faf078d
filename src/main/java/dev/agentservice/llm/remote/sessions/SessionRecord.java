package dev.agentservice.llm.remote.sessions;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.remote.HostedCall;
import dev.agentservice.llm.remote.HostedTool.Kind;
import dev.agentservice.llm.remote.RemoteAnswer.Page;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.llm.wire.ToolCallPieces;
import dev.agentservice.llm.wire.UsageClaim;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One part of a session by its events, in their order.
 */
final class SessionRecord {

	/** Behind an address: no more of it than a slash or what ends a sentence. */
	private static final String END_OF_LINK = "/?+(?![^\\s<>\"'\\])}*`|]*[\\p{Alnum}/#?&=%_~-])";

	private final StringBuilder text = new StringBuilder();

	private final Map<String, HostedCall> hosted = new LinkedHashMap<>();

	private final List<String> callIds = new ArrayList<>();

	private final ToolCallPieces calls = new ToolCallPieces();

	private final Set<Page> found = new LinkedHashSet<>();

	private boolean begun;

	private boolean working;

	private @Nullable JsonNode stop;

	private JsonNode error = Json.missing();

	private @Nullable OffsetDateTime runsSince;

	private Duration time = Duration.ZERO;

	private int rounds;

	private int begunRounds;

	private long held;

	private boolean countable = true;

	private Usage usage = new Usage(0, 0, 0, 0);

	/** An event with no more content than is read here. */
	static JsonNode needed(JsonNode event) {
		String type = Json.text(event, "type");
		if (event instanceof ObjectNode whole && !type.equals("agent.message") && whole.has("content")) {
			List<JsonNode> pages = pages(whole.path("content"))
				.map((block) -> (JsonNode) ((ObjectNode) block).retain("type", "source", "title"))
				.toList();
			whole.putArray("content").addAll(pages);
		}
		return event;
	}

	/** An event of an earlier part of the session: what it has found may be cited. */
	void addEarlier(JsonNode event) {
		if (Json.text(event, "type").equals("agent.tool_result")) {
			find(event.path("content"));
		}
	}

	/** The next event. */
	void add(JsonNode event) {
		switch (Json.text(event, "type")) {
			case "user.message", "user.custom_tool_result" -> {
				this.begun = true;
				this.stop = null;
			}
			case "session.status_running" -> {
				this.working = true;
				this.stop = null;
				this.runsSince = at(event);
			}
			case "session.status_rescheduled" -> rest(event);
			case "session.status_idle" -> end(event, event.path("stop_reason"));
			case "session.status_terminated" -> end(event, Json.object().put("type", "terminated"));
			case "session.error" -> this.error = event.path("error");
			case "agent.message" ->
				Json.items(event.path("content")).forEach((block) -> this.text.append(Json.word(block, "text")));
			case "agent.custom_tool_use" -> call(event);
			case "agent.tool_use" -> put(event, "id", Json.text(event, "name"), true);
			case "agent.tool_result" -> {
				put(event, "tool_use_id", "", event.path("is_error").asBoolean(false));
				find(event.path("content"));
			}
			case "span.model_request_start" -> {
				this.working = true;
				this.begunRounds++;
			}
			case "span.model_request_end" -> use(event.path("model_usage"));
			default -> {
				// Says nothing of what this service has to know.
			}
		}
	}

	private void end(JsonNode event, JsonNode reason) {
		rest(event);
		// One that has got nothing yet is idle, too.
		if (this.begun) {
			this.stop = reason;
		}
	}

	private void rest(JsonNode event) {
		OffsetDateTime since = this.runsSince;
		OffsetDateTime now = at(event);
		if (since != null && now != null && now.isAfter(since)) {
			this.time = this.time.plus(Duration.between(since, now));
		}
		this.runsSince = null;
	}

	private static @Nullable OffsetDateTime at(JsonNode event) {
		try {
			return OffsetDateTime.parse(Json.text(event, "processed_at"));
		}
		catch (DateTimeException _) {
			return null;
		}
	}

	private void call(JsonNode event) {
		String id = Json.text(event, "id");
		if (id.isEmpty()) {
			throw new MalformedAnswerException("a call without an id");
		}
		this.callIds.add(id);
		this.calls.addWhole(id, Json.word(event, "name"), Json.arguments(event, "input"), Json.missing());
	}

	/** A call without a result has not ended, and is not charged. */
	private void put(JsonNode event, String member, String name, boolean failed) {
		String id = Json.text(event, member);
		HostedCall known = this.hosted.get(id);
		if (known == null && name.isEmpty()) {
			return;
		}
		Kind kind = (known != null) ? known.kind() : SessionRequests.kind(name);
		this.hosted.put(id, new HostedCall(id, kind, failed, !failed, ""));
	}

	private void find(JsonNode content) {
		pages(content)
			.forEach((block) -> this.found.add(new Page(Json.text(block, "source"), Json.text(block, "title"))));
	}

	private static Stream<JsonNode> pages(JsonNode content) {
		return content.valueStream()
			.filter((block) -> block.isObject() && "search_result".equals(Json.text(block, "type")));
	}

	/** The protocol counts prompt tokens of its cache apart from the others. */
	private void use(JsonNode used) {
		this.rounds++;
		long input = UsageClaim.count(used.path("input_tokens"));
		long output = UsageClaim.count(used.path("output_tokens"));
		if (input == UsageClaim.UNSAID || output == UsageClaim.UNSAID) {
			this.countable = false;
			return;
		}
		long cached = UsageClaim.countOrZero(used.path("cache_read_input_tokens"));
		long written = UsageClaim.countOrZero(used.path("cache_creation_input_tokens"));
		this.held = input + cached + written + output;
		this.usage = new Usage(this.usage.inputTokens() + input + cached + written,
				this.usage.cachedInputTokens() + cached, this.usage.cacheWriteTokens() + written,
				this.usage.outputTokens() + output);
	}

	/** Whether it has got what it is to work on. */
	boolean hasBegun() {
		return this.begun;
	}

	/** Whether a model was asked. */
	boolean isWorking() {
		return this.working;
	}

	/** Why it has stopped; null if it has not. */
	@Nullable JsonNode stop() {
		return this.stop;
	}

	/** The text so far. */
	String text() {
		return this.text.toString();
	}

	/** The call of a hosted tool that an event ends. */
	@Nullable HostedCall ended(JsonNode event) {
		return this.hosted.get(Json.text(event, "tool_use_id"));
	}

	/**
	 * Results of searches that the text links: it says nothing else of where it is from.
	 */
	List<Page> cited() {
		return this.found.stream()
			.filter((page) -> !page.url().isEmpty() && this.text.indexOf(page.url()) >= 0)
			.filter((page) -> Pattern.compile(Pattern.quote(page.url()) + END_OF_LINK).matcher(this.text).find())
			.toList();
	}

	List<HostedCall> hosted() {
		return List.copyOf(this.hosted.values());
	}

	ToolCallPieces calls() {
		return this.calls;
	}

	List<String> callIds() {
		return this.callIds;
	}

	JsonNode error() {
		return this.error;
	}

	/** How often a model was asked, whether or not it answered. */
	int rounds() {
		return Math.max(this.rounds, this.begunRounds);
	}

	/** How many tokens the session holds, as its last request says; 0 if none does. */
	long held() {
		return this.held;
	}

	/** How long it was at work. */
	Duration time() {
		return this.time;
	}

	/** What all models used; null if one did not say. */
	@Nullable Usage usage() {
		return (this.rounds > 0 && this.countable && this.begunRounds <= this.rounds) ? this.usage : null;
	}

}

package dev.agentservice.simulator.anthropic;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Protocol;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Thoughts;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.HttpRequest;

/**
 * {@code POST /v1/messages}.
 */
public final class AnthropicProtocol implements Protocol {

	/** Models that think as much as they see fit, without being asked to. */
	private static final Pattern THINKING_MODEL = Pattern.compile("claude-(sonnet|opus|fable)-[5-9].*");

	private final Thoughts thoughts = new Thoughts("anthropic");

	@Override
	public String provider() {
		return "anthropic";
	}

	@Override
	public ChatCall read(HttpRequest request) throws Refusal {
		return AnthropicRequest.read(request, this.thoughts);
	}

	@Override
	public Map<String, String> headers() {
		String reset = Instant.now().plusSeconds(1).truncatedTo(ChronoUnit.SECONDS).toString();
		return Map.of("request-id", Ids.random("req_"), "anthropic-ratelimit-requests-limit", "4000",
				"anthropic-ratelimit-requests-remaining", "3999", "anthropic-ratelimit-requests-reset", reset,
				"anthropic-ratelimit-tokens-limit", "480000", "anthropic-ratelimit-tokens-remaining", "479000",
				"anthropic-ratelimit-tokens-reset", reset);
	}

	@Override
	public String newId() {
		return Ids.random("msg_");
	}

	@Override
	public String newCallId(String tool, int index) {
		return Ids.random("toolu_");
	}

	@Override
	public boolean thinks(String model) {
		return THINKING_MODEL.matcher(model).matches();
	}

	@Override
	public byte[] whole(Completion completion) {
		this.thoughts.remember(completion.generation().reply());
		return Json.bytes(AnthropicReply.whole(completion, this.thoughts));
	}

	@Override
	public ChatStream stream(Completion completion, EventStream events) {
		this.thoughts.remember(completion.generation().reply());
		return new AnthropicStream(completion, events, this.thoughts);
	}

	@Override
	public byte[] error(Refusal refusal) {
		return Json.bytes(AnthropicErrors.document(refusal));
	}

	@Override
	public void error(Refusal refusal, EventStream events) throws IOException {
		events.send("error", Json.text(AnthropicErrors.document(refusal)));
	}

	@Override
	public Refusal refusal(int status) {
		return AnthropicErrors.ofStatus(status);
	}

	@Override
	public Refusal contextTooLong(int tokens, int window) {
		return AnthropicErrors.invalid("prompt is too long: " + tokens + " tokens > " + window + " maximum");
	}

	@Override
	public Refusal contentFiltered() {
		return AnthropicErrors.invalid("Output blocked by content filtering policy");
	}

}

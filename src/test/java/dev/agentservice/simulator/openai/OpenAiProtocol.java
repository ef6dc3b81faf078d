package dev.agentservice.simulator.openai;

import java.util.Map;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Protocol;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.HttpRequest;

/**
 * {@code POST /v1/chat/completions}.
 */
public final class OpenAiProtocol implements Protocol {

	@Override
	public String provider() {
		return "openai";
	}

	@Override
	public ChatCall read(HttpRequest request) throws Refusal {
		return OpenAiRequest.read(request);
	}

	@Override
	public Map<String, String> headers() {
		return Map.of("x-request-id", Ids.random("req_"), "openai-version", "2020-10-01", "openai-processing-ms", "12",
				"x-ratelimit-limit-requests", "10000", "x-ratelimit-remaining-requests", "9999",
				"x-ratelimit-reset-requests", "6ms", "x-ratelimit-limit-tokens", "2000000",
				"x-ratelimit-remaining-tokens", "1999000", "x-ratelimit-reset-tokens", "30ms");
	}

	@Override
	public String newId() {
		return Ids.random("chatcmpl-");
	}

	@Override
	public String newCallId() {
		return Ids.random("call_");
	}

	@Override
	public byte[] whole(Completion completion) {
		return Json.bytes(OpenAiReply.whole(completion));
	}

	@Override
	public ChatStream stream(Completion completion, EventStream events) {
		return new OpenAiStream(completion, events);
	}

	@Override
	public byte[] error(Refusal refusal) {
		return Json.bytes(OpenAiErrors.document(refusal));
	}

	@Override
	public Refusal refusal(int status) {
		return OpenAiErrors.ofStatus(status);
	}

	@Override
	public Refusal contextTooLong(int tokens, int window) {
		return OpenAiErrors.invalid(
				"This model's maximum context length is " + window + " tokens. However, your messages " + "resulted in "
						+ tokens + " tokens. Please reduce the length of the messages.",
				"messages", "context_length_exceeded");
	}

	@Override
	public Refusal contentFiltered() {
		return OpenAiErrors.invalid(
				"The response was filtered due to the prompt triggering the content management policy.", "prompt",
				"content_filter");
	}

}

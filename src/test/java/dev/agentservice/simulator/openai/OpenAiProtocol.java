package dev.agentservice.simulator.openai;

import java.io.IOException;
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
 * {@code POST /v1/chat/completions}, as OpenAI or another server speaks it.
 */
public final class OpenAiProtocol implements Protocol {

	private final OpenAiDialect dialect;

	public OpenAiProtocol(OpenAiDialect dialect) {
		this.dialect = dialect;
	}

	@Override
	public String provider() {
		return this.dialect.provider();
	}

	@Override
	public ChatCall read(HttpRequest request) throws Refusal {
		return OpenAiRequest.read(request, this.dialect);
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
		return this.dialect.newId();
	}

	@Override
	public String newCallId(String tool, int index) {
		return this.dialect.newCallId(tool, index);
	}

	@Override
	public boolean thinks(String model) {
		return this.dialect.thinks(model);
	}

	@Override
	public byte[] whole(Completion completion) {
		this.dialect.thoughts().remember(completion.generation().reply());
		return Json.bytes(new OpenAiReply(this.dialect, completion).whole());
	}

	@Override
	public ChatStream stream(Completion completion, EventStream events) {
		this.dialect.thoughts().remember(completion.generation().reply());
		return new OpenAiStream(this.dialect, completion, events);
	}

	@Override
	public byte[] error(Refusal refusal) {
		return Json.bytes(this.dialect.document(refusal));
	}

	@Override
	public void error(Refusal refusal, EventStream events) throws IOException {
		this.dialect.error(refusal, events);
	}

	@Override
	public Refusal refusal(int status) {
		return this.dialect.refusal(status);
	}

	@Override
	public Refusal contextTooLong(int tokens, int window) {
		return this.dialect.contextTooLong(tokens, window);
	}

	@Override
	public Refusal contentFiltered() {
		return this.dialect.contentFiltered();
	}

}

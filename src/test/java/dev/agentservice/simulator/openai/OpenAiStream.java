package dev.agentservice.simulator.openai;

import java.io.IOException;

import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.chat.Chunk;
import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.usage.PromptTokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as {@code chat.completion.chunk} objects. Only if the client asked for
 * the usage, a last chunk without choices tells it, and all others carry a null.
 */
final class OpenAiStream implements ChatStream {

	private final Completion completion;

	private final EventStream events;

	private final boolean usage;

	OpenAiStream(Completion completion, EventStream events) {
		this.completion = completion;
		this.events = events;
		this.usage = completion.call().options().streamUsage();
	}

	@Override
	public void open() throws IOException {
		boolean text = !this.completion.generation().reply().text().isEmpty();
		ObjectNode delta = Json.object().put("role", "assistant").put("content", text ? "" : null);
		sendDelta(delta.putNull("refusal"), null);
	}

	@Override
	public void send(Chunk chunk) throws IOException {
		switch (chunk) {
			case Chunk.Text text -> sendDelta(Json.object().put("content", text.text()), null);
			case Chunk.CallStart start ->
				sendToolCall(Json.object().put("index", start.index()).setAll(OpenAiReply.call(start.call(), "")));
			case Chunk.Arguments piece -> sendToolCall(Json.object()
				.put("index", piece.index())
				.set("function", Json.object().put("arguments", piece.fragment())));
		}
	}

	@Override
	public void finish() throws IOException {
		sendDelta(Json.object(), OpenAiReply.finishReason(this.completion.generation().finish()));
		PromptTokens prompt = this.completion.prompt();
		if (this.usage && prompt != null) {
			ObjectNode chunk = OpenAiReply.frame(this.completion, "chat.completion.chunk");
			chunk.putArray("choices");
			chunk.set("usage", OpenAiReply.usage(prompt, this.completion.generation().tokens()));
			this.events.send(Json.text(chunk));
		}
	}

	@Override
	public void endMarker() throws IOException {
		this.events.send("[DONE]");
	}

	@Override
	public void error() throws IOException {
		this.events.send(Json.text(OpenAiErrors.document(OpenAiErrors.ofStatus(500))));
	}

	@Override
	public void malformedEvent() throws IOException {
		this.events.send("{\"id\":\"" + this.completion.id() + "\",\"object\":\"chat.comp");
	}

	private void sendToolCall(ObjectNode call) throws IOException {
		ArrayNode calls = Json.array().add(call);
		sendDelta(Json.object().set("tool_calls", calls), null);
	}

	private void sendDelta(ObjectNode delta, @Nullable String finishReason) throws IOException {
		ObjectNode choice = Json.object().put("index", 0).set("delta", delta);
		choice.putNull("logprobs").put("finish_reason", finishReason);
		ObjectNode chunk = OpenAiReply.frame(this.completion, "chat.completion.chunk");
		chunk.set("choices", Json.array().add(choice));
		if (this.usage) {
			chunk.putNull("usage");
		}
		this.events.send(Json.text(chunk));
	}

}

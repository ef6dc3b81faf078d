package dev.agentservice.simulator.anthropic;

import java.io.IOException;

import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.chat.Chunk;
import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Thought;
import dev.agentservice.simulator.chat.Thoughts;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.http.EventStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as events: {@code message_start}, then for each block
 * {@code content_block_start}, deltas and {@code content_block_stop}, then
 * {@code message_delta} and {@code message_stop}, with a {@code ping} after the first.
 *
 * @see <a href="https://docs.claude.com/en/docs/build-with-claude/streaming">Streaming
 * messages</a>
 */
final class AnthropicStream implements ChatStream {

	private final Completion completion;

	private final EventStream events;

	private final Thoughts thoughts;

	/** The index of the open block, -1 before the first. */
	private int block = -1;

	/** The type of the open block; empty before the first. */
	private String type = "";

	AnthropicStream(Completion completion, EventStream events, Thoughts thoughts) {
		this.thoughts = thoughts;
		this.completion = completion;
		this.events = events;
	}

	@Override
	public void open() throws IOException {
		send("message_start", Json.object().set("message", AnthropicReply.opening(this.completion, 1)));
		send("ping", Json.object());
	}

	@Override
	public void send(Chunk chunk) throws IOException {
		switch (chunk) {
			case Chunk.Thinking piece -> think(piece);
			case Chunk.Text text -> {
				if (!this.type.equals("text")) {
					startBlock(AnthropicReply.text(""));
				}
				delta(Json.object().put("type", "text_delta").put("text", text.text()));
			}
			case Chunk.CallStart start -> {
				startBlock(AnthropicReply.toolUse(new ToolCall(start.call().id(), start.call().name(), "{}")));
				inputDelta("");
			}
			case Chunk.Arguments piece -> inputDelta(piece.fragment());
		}
	}

	@Override
	public void finish() throws IOException {
		stopBlock();
		ObjectNode end = Json.object();
		end.putObject("delta").put("stop_reason", AnthropicReply.stopReason(this.completion)).putNull("stop_sequence");
		if (this.completion.claim() != null) {
			end.set("usage", this.completion.claim());
		}
		else if (this.completion.prompt() != null) {
			end.putObject("usage").put("output_tokens", this.completion.generation().tokens());
		}
		send("message_delta", end);
	}

	@Override
	public void endMarker() throws IOException {
		send("message_stop", Json.object());
	}

	@Override
	public void error() throws IOException {
		this.events.send("error", Json.text(AnthropicErrors.document(AnthropicErrors.ofStatus(529))));
	}

	@Override
	public void malformedEvent() throws IOException {
		this.events.send("content_block_delta", "{\"type\":\"content_block_delta\",\"ind");
	}

	/** What nobody is shown comes as a whole. */
	private void think(Chunk.Thinking piece) throws IOException {
		Thought thought = this.completion.generation().reply().thought();
		if (this.type.isEmpty()) {
			startBlock(thought.redacted() ? AnthropicReply.thought(thought, this.thoughts)
					: Json.object().put("type", "thinking").put("thinking", "").put("signature", ""));
		}
		if (!thought.redacted()) {
			delta(Json.object().put("type", "thinking_delta").put("thinking", piece.text()));
		}
	}

	private void startBlock(ObjectNode content) throws IOException {
		stopBlock();
		this.type = content.path("type").asString();
		this.block++;
		send("content_block_start", Json.object().put("index", this.block).set("content_block", content));
	}

	private void stopBlock() throws IOException {
		if (this.type.equals("thinking")) {
			String thought = this.completion.generation().reply().thought().text();
			delta(Json.object().put("type", "signature_delta").put("signature", this.thoughts.sign(thought)));
		}
		if (this.block >= 0) {
			send("content_block_stop", Json.object().put("index", this.block));
		}
	}

	private void inputDelta(String json) throws IOException {
		delta(Json.object().put("type", "input_json_delta").put("partial_json", json));
	}

	private void delta(ObjectNode delta) throws IOException {
		send("content_block_delta", Json.object().put("index", this.block).set("delta", delta));
	}

	private void send(String event, ObjectNode data) throws IOException {
		this.events.send(event, Json.text(Json.object().put("type", event).setAll(data)));
	}

}

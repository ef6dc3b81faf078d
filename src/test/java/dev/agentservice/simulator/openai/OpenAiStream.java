package dev.agentservice.simulator.openai;

import java.io.IOException;

import dev.agentservice.simulator.chat.ChatStream;
import dev.agentservice.simulator.chat.Chunk;
import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.openai.OpenAiDialect.UsagePlace;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an answer as {@code chat.completion.chunk} objects. At OpenAI, only if the
 * client asked for the usage, a last chunk without choices tells it, and all others carry
 * a null.
 */
final class OpenAiStream implements ChatStream {

	private final OpenAiDialect dialect;

	private final Completion completion;

	private final OpenAiReply reply;

	private final EventStream events;

	private final boolean usage;

	private boolean thinking;

	/** A call that is told in one chunk, so far; null if there is none. */
	private @Nullable StringBuilder arguments;

	private int call = -1;

	OpenAiStream(OpenAiDialect dialect, Completion completion, EventStream events) {
		this.dialect = dialect;
		this.completion = completion;
		this.reply = new OpenAiReply(dialect, completion);
		this.events = events;
		this.usage = completion.call().options().streamUsage();
	}

	@Override
	public void open() throws IOException {
		this.dialect.beforeFirstChunk(this.completion, this.events);
		boolean text = !said().text().isEmpty();
		ObjectNode delta = Json.object().put("role", "assistant").put("content", text ? "" : null);
		sendDelta(delta.putNull("refusal"), null);
	}

	@Override
	public void send(Chunk chunk) throws IOException {
		ObjectNode delta = Json.object();
		if (chunk instanceof Chunk.Thinking piece) {
			this.dialect.think(delta, piece.text(), !this.thinking);
			this.thinking = true;
			if (!delta.isEmpty()) {
				sendDelta(delta, null);
			}
			return;
		}
		endThought();
		switch (chunk) {
			case Chunk.Thinking _ -> throw new IllegalStateException("told above");
			case Chunk.Text text -> {
				this.dialect.say(delta, text.text());
				sendDelta(delta, null);
			}
			case Chunk.CallStart start -> begin(start);
			case Chunk.Arguments piece -> go(piece);
		}
	}

	@Override
	public void finish() throws IOException {
		endThought();
		endCall();
		sendDelta(Json.object(), this.reply.finishReason());
		this.dialect.afterLastChunk(this.completion, this.events);
		ObjectNode told = this.reply.usage();
		if (this.dialect.usagePlace() == UsagePlace.OWN_CHUNK && this.usage && told != null) {
			ObjectNode chunk = this.reply.frame("chat.completion.chunk");
			chunk.putArray("choices");
			this.events.send(Json.text(chunk.set("usage", told)));
		}
	}

	@Override
	public void endMarker() throws IOException {
		this.dialect.endMarker(this.events);
	}

	@Override
	public void error() throws IOException {
		this.dialect.error(this.dialect.refusal(500), this.events);
	}

	@Override
	public void malformedEvent() throws IOException {
		this.events.send("{\"id\":\"" + this.completion.id() + "\",\"object\":\"chat.comp");
	}

	private void endThought() throws IOException {
		if (this.thinking) {
			this.thinking = false;
			ObjectNode delta = Json.object();
			this.dialect.endThought(delta, said());
			if (!delta.isEmpty()) {
				sendDelta(delta, null);
			}
		}
	}

	private void begin(Chunk.CallStart start) throws IOException {
		endCall();
		this.call = start.index();
		if (this.dialect.callsInOneChunk()) {
			this.arguments = new StringBuilder();
		}
		else {
			sendCall(start.index(), "");
		}
	}

	private void go(Chunk.Arguments piece) throws IOException {
		if (this.arguments != null) {
			this.arguments.append(piece.fragment());
		}
		else {
			sendCalls(this.dialect.moreOf(piece.index(), said().calls().get(piece.index()), piece.fragment()));
		}
	}

	private void endCall() throws IOException {
		if (this.arguments != null) {
			String all = this.arguments.toString();
			this.arguments = null;
			sendCall(this.call, all);
		}
	}

	private void sendCall(int index, String arguments) throws IOException {
		ObjectNode call = Json.object().put("index", this.dialect.callIndex(index));
		sendCalls(call.setAll(this.reply.call(index, said().calls().get(index), arguments)));
	}

	private void sendCalls(ObjectNode call) throws IOException {
		ArrayNode calls = Json.array().add(call);
		sendDelta(Json.object().set("tool_calls", calls), null);
	}

	private void sendDelta(ObjectNode delta, @Nullable String finishReason) throws IOException {
		ObjectNode choice = Json.object().put("index", 0).set("delta", delta);
		choice.putNull("logprobs")
			.put("finish_reason", (finishReason != null) ? finishReason : this.dialect.noReason());
		ObjectNode chunk = this.reply.frame("chat.completion.chunk");
		chunk.set("choices", Json.array().add(choice));
		tellUsage(chunk, choice, finishReason != null);
		this.events.send(Json.text(chunk));
	}

	private void tellUsage(ObjectNode chunk, ObjectNode choice, boolean last) {
		ObjectNode told = this.reply.usage();
		switch (this.dialect.usagePlace()) {
			case OWN_CHUNK -> {
				if (this.usage) {
					chunk.putNull("usage");
				}
			}
			case LAST_CHUNK -> tell(chunk, last ? told : null);
			case LAST_CHOICE -> tell(choice, last ? told : null);
			case EVERY_CHUNK -> tell(chunk, (last || told == null) ? told : told.put("completion_tokens", 1));
		}
	}

	private static void tell(ObjectNode where, @Nullable ObjectNode usage) {
		if (usage != null) {
			where.set("usage", usage);
		}
	}

	private Reply said() {
		return this.completion.generation().reply();
	}

}

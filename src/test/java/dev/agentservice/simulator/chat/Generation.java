package dev.agentservice.simulator.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import dev.agentservice.simulator.usage.Tokenizer;

/**
 * A reply as it is produced: in small chunks, cut where the client's cap on tokens is
 * reached, be it in the middle of a tool's arguments.
 *
 * @param chunks the chunks in their order
 * @param redacted whether nobody is shown what the model thought
 * @param finish why they end
 */
public record Generation(List<Chunk> chunks, boolean redacted, Finish finish) {

	private static final int TOKENS_PER_CHUNK = 2;

	/** Produces a reply of at most so many tokens. */
	public static Generation of(Reply reply, int maxTokens) {
		Writer writer = new Writer(maxTokens);
		writer.pieces(reply.thought().text(), Chunk.Thinking::new);
		if (!writer.cut) {
			writer.pieces(reply.text(), Chunk.Text::new);
		}
		for (int i = 0; i < reply.calls().size() && !writer.cut; i++) {
			writer.call(i, reply.calls().get(i));
		}
		Finish whole = reply.calls().isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
		return new Generation(writer.chunks, reply.thought().redacted(), writer.cut ? Finish.LENGTH : whole);
	}

	/** The same, but ended for another reason. */
	public Generation ending(Finish reason) {
		return new Generation(this.chunks, this.redacted, reason);
	}

	/** The tokens of all chunks. */
	public int tokens() {
		return this.chunks.stream().mapToInt(Chunk::tokens).sum();
	}

	/** The tokens of what was thought. */
	public int thoughtTokens() {
		return this.chunks.stream().filter(Chunk.Thinking.class::isInstance).mapToInt(Chunk::tokens).sum();
	}

	/** What the chunks add up to: the reply, without what was cut off. */
	public Reply reply() {
		StringBuilder thought = new StringBuilder();
		StringBuilder text = new StringBuilder();
		List<ToolCall> calls = new ArrayList<>();
		for (Chunk chunk : this.chunks) {
			switch (chunk) {
				case Chunk.Thinking piece -> thought.append(piece.text());
				case Chunk.Text piece -> text.append(piece.text());
				case Chunk.CallStart start -> calls.add(new ToolCall(start.call().id(), start.call().name(), ""));
				case Chunk.Arguments piece -> calls.set(piece.index(), extended(calls.get(piece.index()), piece));
			}
		}
		return new Reply(new Thought(thought.toString(), this.redacted), text.toString(), calls);
	}

	private static ToolCall extended(ToolCall call, Chunk.Arguments piece) {
		return new ToolCall(call.id(), call.name(), call.arguments() + piece.fragment());
	}

	private static final class Writer {

		private final List<Chunk> chunks = new ArrayList<>();

		private int left;

		private boolean cut;

		Writer(int maxTokens) {
			this.left = maxTokens;
		}

		void call(int index, ToolCall call) {
			int tokens = Tokenizer.count(call.name());
			this.cut = tokens > this.left;
			if (!this.cut) {
				this.left -= tokens;
				this.chunks.add(new Chunk.CallStart(index, call, tokens));
				pieces(call.arguments(), (text, count) -> new Chunk.Arguments(index, text, count));
			}
		}

		void pieces(String text, BiFunction<String, Integer, Chunk> chunk) {
			List<String> pieces = Tokenizer.pieces(text);
			int end = Math.min(this.left, pieces.size());
			for (int at = 0; at < end; at += TOKENS_PER_CHUNK) {
				List<String> group = pieces.subList(at, Math.min(end, at + TOKENS_PER_CHUNK));
				this.chunks.add(chunk.apply(String.join("", group), group.size()));
			}
			this.left -= end;
			this.cut = end < pieces.size();
		}

	}

}

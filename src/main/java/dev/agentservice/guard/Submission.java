package dev.agentservice.guard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a client sends: its task, behind what it says, or is known to have said before.
 */
public final class Submission {

	private final List<Part> history;

	private final String task;

	private final List<String> joined;

	/**
	 * A task behind its history.
	 * @param history oldest first
	 * @param task what the user wants
	 */
	public Submission(List<Part> history, String task) {
		this(history, task, true);
	}

	private Submission(List<Part> history, String task, boolean lines) {
		this.history = List.copyOf(history);
		this.task = task;
		List<Part> parts = Stream.concat(history.stream(), Stream.of(new Part(task, true))).toList();
		this.joined = lines
				? Stream.concat(JoinedTexts.of(parts).stream(), JoinedTexts.ofLines(parts).stream()).distinct().toList()
				: JoinedTexts.of(parts);
	}

	/** The same of texts that were let in before, each of them by itself. */
	static Submission ofKnown(List<Part> history, String task) {
		return new Submission(history, task, false);
	}

	/**
	 * How much there is to inspect: every text, and what they give when they are joined.
	 */
	public long bytes() {
		return length(this.history.stream().map(Part::text)) + length(Stream.of(this.task)) + joinedBytes();
	}

	/** The same without the texts by themselves. */
	public long joinedBytes() {
		return length(this.joined.stream());
	}

	/** How the texts, and short lines of one, read one after the other. */
	public List<String> joined() {
		return this.joined;
	}

	List<Part> history() {
		return this.history;
	}

	String task() {
		return this.task;
	}

	private static long length(Stream<String> texts) {
		return texts.mapToLong((text) -> text.getBytes(StandardCharsets.UTF_8).length).sum();
	}

	/**
	 * A message.
	 *
	 * @param text what was said
	 * @param user whether as the user, and not as somebody else
	 */
	public record Part(String text, boolean user) {

	}

}

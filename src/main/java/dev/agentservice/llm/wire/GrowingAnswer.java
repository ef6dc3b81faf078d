package dev.agentservice.llm.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import org.jspecify.annotations.Nullable;

/**
 * The received part of one answer, however it ends: its text is passed on to a listener
 * piece by piece, thoughts are only counted. The answer's text is exactly what the
 * listener got.
 */
public final class GrowingAnswer {

	private final Consumer<String> listener;

	private final long most;

	private final ThoughtTags tags = new ThoughtTags();

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder thoughts = new StringBuilder();

	private boolean hidesThoughts;

	private final StringBuilder beyond = new StringBuilder();

	private final ToolCallPieces calls = new ToolCallPieces();

	private String half = "";

	private long textBytes;

	private boolean cut;

	private UsageClaim claim = UsageClaim.NONE;

	private @Nullable Ending ending;

	private @Nullable RuntimeException listenerFailure;

	/**
	 * An answer that begins.
	 * @param listener gets its text as it is received
	 * @param most the most bytes that its text and its tool calls may have; it ends there
	 */
	public GrowingAnswer(Consumer<String> listener, long most) {
		this.listener = listener;
		this.most = most;
	}

	/** The next piece of the text; thoughts in tags at its beginning are removed. */
	public void addText(String piece) {
		if (!piece.isEmpty()) {
			demandOpen();
			tell(this.tags.accept(joined(piece)));
		}
	}

	/** Two pieces may share a character: its first half waits for the other. */
	private String joined(String piece) {
		String joined = this.half + piece;
		boolean cut = Character.isHighSurrogate(joined.charAt(joined.length() - 1));
		int end = cut ? joined.length() - 1 : joined.length();
		this.half = joined.substring(end);
		return joined.substring(0, end);
	}

	/** The next piece of thoughts that the provider separates from the text. */
	public void addThought(String piece) {
		this.thoughts.append(piece);
	}

	/** The tool calls, to add pieces to. */
	public ToolCallPieces calls() {
		return this.calls;
	}

	/** The next piece is one of a tool call: none may follow the end. */
	public void demandOpen() {
		if (this.ending != null && !this.cut) {
			throw new MalformedAnswerException("the answer goes on behind its end");
		}
	}

	/** How many characters of the text have been received. */
	public int textLength() {
		return this.text.length();
	}

	/** The usage as reported so far. */
	public void claim(UsageClaim said) {
		this.claim = said;
	}

	public UsageClaim claim() {
		return this.claim;
	}

	/**
	 * The model reported why it stops.
	 * @param reason its word; empty if it continues
	 * @throws dev.agentservice.llm.http.RefusedException if the provider failed
	 * @throws MalformedAnswerException if that is no end of an answer
	 */
	public void end(String reason) {
		Ending said = Ending.of(reason);
		if (said == Ending.FILTERED || (said != null && !this.cut)) {
			this.ending = said;
		}
	}

	/**
	 * Ends it where it is, if it exceeds its limit.
	 * @return whether it was ended, so that nothing that follows is used
	 */
	boolean cutIfTooLong() {
		if (this.ending == null && this.textBytes + this.calls.size() > this.most) {
			cut();
		}
		return this.cut;
	}

	private void cut() {
		this.cut = true;
		this.ending = (this.ending == Ending.FILTERED) ? Ending.FILTERED : Ending.CUT;
	}

	/** A filter stopped the model, regardless of its stop reason. */
	public void endFiltered() {
		this.ending = Ending.FILTERED;
	}

	/** Whether the model reported why it stopped. */
	public boolean hasEnded() {
		return this.ending != null;
	}

	/** Whether it ended because a cap was reached, or the model's window was full. */
	public boolean isCut() {
		return this.ending == Ending.CUT;
	}

	/** Whether anything that is billed has been received. */
	public boolean hasBegun() {
		return !this.text.isEmpty() || !this.thoughts.isEmpty() || !this.calls.isEmpty() || this.tags.holds();
	}

	/** Whether any thoughts have been received. */
	public boolean hasThought() {
		return !this.thoughts.isEmpty() || this.tags.holds() || this.tags.thoughts() != null;
	}

	/** It thinks, and shows all, a part or none of it. */
	public void hideThoughts() {
		this.hidesThoughts = true;
	}

	/** Whether it may have thought more than it showed. */
	public boolean hidesThoughts() {
		return this.hidesThoughts;
	}

	/** The received characters: text, thoughts, calls. */
	long size() {
		return (long) this.text.length() + this.thoughts.length() + this.tags.heard().length() + this.calls.size();
	}

	/** The received texts: text, thoughts, calls, and the part that was cut. */
	public List<CharSequence> heard() {
		List<CharSequence> heard = new ArrayList<>(this.calls.texts());
		heard.add(this.text);
		heard.add(this.thoughts);
		heard.add(this.beyond);
		heard.add(this.tags.heard());
		return heard;
	}

	/** The listener's exception, which stopped the stream. */
	public @Nullable RuntimeException listenerFailure() {
		return this.listenerFailure;
	}

	/** The thoughts in tags before the text, with their tags. */
	public @Nullable String taggedThoughts() {
		return this.tags.thoughts();
	}

	/**
	 * The whole answer.
	 * @param opaque the part that its reader found to be returned with it; it is kept
	 * only with tool calls, since it is returned with their results
	 * @throws MalformedAnswerException if its model has not ended it
	 */
	Answer whole(Supplier<@Nullable String> opaque) {
		tell(this.tags.accept(this.half) + this.tags.finish());
		if (this.ending == null) {
			throw new MalformedAnswerException("the answer was cut");
		}
		List<ToolExecutionRequest> requests = (this.ending != Ending.FILTERED)
				? this.calls.requests(this.ending == Ending.CUT) : List.of();
		AiMessage message = AiMessage.builder()
			.text(this.text.isEmpty() ? null : this.text.toString())
			.toolExecutionRequests(requests)
			.build();
		boolean goesOn = !requests.isEmpty() || this.ending == Ending.PAUSED;
		return new Answer(message, goesOn ? opaque.get() : null, this.ending);
	}

	private void tell(String piece) {
		String fitting = fitting(piece);
		if (fitting.isEmpty()) {
			return;
		}
		this.text.append(fitting);
		try {
			this.listener.accept(fitting);
		}
		catch (RuntimeException ex) {
			this.listenerFailure = ex;
			throw ex;
		}
	}

	/**
	 * As much of a piece as the limit allows; where that is not all, the answer ends
	 * there.
	 */
	private String fitting(String piece) {
		int end = this.cut ? 0 : fittingEnd(piece);
		if (end < piece.length()) {
			this.beyond.append(piece, end, piece.length());
			cut();
		}
		return piece.substring(0, end);
	}

	private int fittingEnd(String piece) {
		long size = Utf8.length(piece);
		if (this.textBytes + size <= this.most) {
			this.textBytes += size;
			return piece.length();
		}
		for (int end = 0; true; end = piece.offsetByCodePoints(end, 1)) {
			size = Utf8.length(Character.toString(piece.codePointAt(end)));
			if (this.textBytes + size > this.most) {
				return end;
			}
			this.textBytes += size;
		}
	}

}

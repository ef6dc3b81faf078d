package dev.agentservice.llm.wire;

import dev.agentservice.llm.http.EventListener;
import dev.agentservice.llm.http.RefusedException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one answer, in one piece or in events.
 */
public abstract class AnswerReader implements EventListener {

	private final GrowingAnswer answer;

	protected AnswerReader(GrowingAnswer answer) {
		this.answer = answer;
	}

	protected final GrowingAnswer answer() {
		return this.answer;
	}

	/** An answer in one piece. */
	public final void onDocument(byte[] json) {
		document(Json.parseDocument(json));
	}

	@Override
	public final void onDocument(String json) {
		document(Json.parseDocument(json));
	}

	private void document(@Nullable ObjectNode document) {
		if (document == null) {
			throw new MalformedAnswerException("no JSON document");
		}
		read(document);
	}

	@Override
	public final Progress onEvent(String name, String data) {
		if (isEndMarker(name, data)) {
			return Progress.ENDED;
		}
		ObjectNode event = Json.parseDocument(data);
		if ("error".equals(name)) {
			throw RefusedException.insideAnswer(data);
		}
		if (event != null) {
			throwError(event);
			readEvent(name, event);
		}
		else if (!this.answer.hasEnded()) {
			throw new MalformedAnswerException("no JSON event");
		}
		if (this.answer.cutIfTooLong()) {
			return Progress.ENDED;
		}
		return this.answer.hasEnded() ? Progress.WHOLE : Progress.GOES_ON;
	}

	@Override
	public final boolean hasBegun() {
		return this.answer.hasBegun() || this.answer.hasEnded();
	}

	@Override
	public final long heard() {
		return this.answer.size();
	}

	/**
	 * The answer, once all of it was read.
	 * @throws MalformedAnswerException if its model has not ended it
	 */
	public final Answer whole() {
		return this.answer.whole(this::opaque);
	}

	/** Reads a whole answer. */
	protected abstract void read(ObjectNode document);

	/**
	 * Reads a piece of an answer.
	 * @param name the event's name, empty if it has none
	 */
	protected abstract void readEvent(String name, ObjectNode event);

	/** Whether an event says that nothing follows. */
	protected abstract boolean isEndMarker(String name, String data);

	/**
	 * Fails if a document or an event reports an error, regardless of its other members.
	 * @throws RefusedException with the part that has the error
	 */
	protected final void throwError(ObjectNode document) {
		JsonNode failed = failedPart(document);
		if (failed != null) {
			throw RefusedException.insideAnswer(failed.toString());
		}
	}

	/** The part of a document or an event that reports an error, null if none does. */
	protected abstract @Nullable JsonNode failedPart(ObjectNode document);

	/**
	 * The part that is returned to the provider with the answer, null if there is none.
	 */
	protected abstract @Nullable String opaque();

}

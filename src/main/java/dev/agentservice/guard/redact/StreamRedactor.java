package dev.agentservice.guard.redact;

import java.util.List;
import java.util.function.Function;

import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.stage.Stage;

/**
 * Redacts one text that comes in pieces. However it is cut, what comes out is the same,
 * and nothing comes out because time has passed. For one thread.
 */
public final class StreamRedactor {

	private final StringBuilder decided = new StringBuilder();

	private final Findings findings;

	private final Stage first;

	/** The first half of a character, whose second half is in the next piece. */
	private char half;

	private boolean finished;

	StreamRedactor(Findings findings, Function<Stage, Stage> chain) {
		this.findings = findings;
		this.first = chain.apply(new Exit());
	}

	/**
	 * Takes the next piece of the text.
	 * @param piece any part of it, even half a surrogate pair
	 * @return what may go out now; often less, or the end of an earlier piece
	 * @throws IllegalStateException after {@link #finish()}
	 */
	public String accept(String piece) {
		requireUnfinished();
		int index = 0;
		if (this.half != 0 && !piece.isEmpty()) {
			index = completeHalf(piece.charAt(0));
		}
		while (index < piece.length()) {
			int codePoint = piece.codePointAt(index);
			index += Character.charCount(codePoint);
			if (index == piece.length() && codePoint <= Character.MAX_VALUE
					&& Character.isHighSurrogate((char) codePoint)) {
				this.half = (char) codePoint;
			}
			else {
				this.first.accept(codePoint);
			}
		}
		return release();
	}

	/**
	 * The text has ended.
	 * @return what had been held back
	 * @throws IllegalStateException when called twice
	 */
	public String finish() {
		requireUnfinished();
		this.finished = true;
		if (this.half != 0) {
			this.first.accept(this.half);
		}
		this.first.finish();
		return release();
	}

	/** What has been taken out so far, one entry per type. */
	public List<Redaction> redactions() {
		return this.findings.redactions();
	}

	private int completeHalf(char next) {
		boolean pair = Character.isLowSurrogate(next);
		this.first.accept(pair ? Character.toCodePoint(this.half, next) : this.half);
		this.half = 0;
		return pair ? 1 : 0;
	}

	private void requireUnfinished() {
		if (this.finished) {
			throw new IllegalStateException("the text has ended");
		}
	}

	private String release() {
		String released = this.decided.toString();
		this.decided.setLength(0);
		return released;
	}

	private final class Exit implements Stage {

		@Override
		public void accept(int codePoint) {
			StreamRedactor.this.decided.appendCodePoint(codePoint);
		}

		@Override
		public void finish() {
			// Nothing is held back behind the last stage.
		}

	}

}

package dev.agentservice.guard.redact.leak;

import java.util.ArrayDeque;
import java.util.Deque;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Stage;

/**
 * Takes passages out that repeat the instructions word for word. What is held back are
 * the last words as long as they are a phrase of the instructions; once the phrase is
 * long enough it goes, with all that continues it.
 */
public final class LeakStage implements Stage {

	/** More between two words of a phrase are a table, for which nobody shall wait. */
	private static final int MOST_LABELS = 8;

	/** In characters. */
	private static final int LEAST = 24;

	/** A phrase with more than that between its words is none. */
	private static final int LONGEST_HELD = 4096;

	private final PhraseIndex phrases;

	private final int threshold;

	private final Findings findings;

	private final Stage next;

	/** Words that are a phrase so far, and what stands between and behind them. */
	private final StringBuilder held = new StringBuilder();

	/** Where each of the held words begins. */
	private final Deque<Integer> starts = new ArrayDeque<>();

	/** How much of the text before {@link #held} has been handed on or taken out. */
	private int offset;

	private final StringBuilder word = new StringBuilder();

	private final StringBuilder folded = new StringBuilder();

	private PhraseIndex.Match match;

	/** How many labels stand behind the last word. */
	private int labels;

	private boolean leaking;

	private boolean overlong;

	/**
	 * Creates the stage before another.
	 * @param threshold how many words in a row must be the instructions'
	 */
	public LeakStage(Instructions instructions, int threshold, Findings findings, Stage next) {
		this.phrases = instructions.phrases();
		this.threshold = threshold;
		this.findings = findings;
		this.next = next;
		this.match = this.phrases.start();
	}

	@Override
	public void accept(int codePoint) {
		int c = Fold.of(codePoint);
		if (c == Fold.INVISIBLE) {
			keep(codePoint);
		}
		else if (Words.continues(c)) {
			this.folded.appendCodePoint(c);
			keep(codePoint);
		}
		else {
			endWord();
			if (Words.isOneWord(c)) {
				this.folded.appendCodePoint(c);
				this.word.appendCodePoint(codePoint);
				endWord();
			}
			else {
				this.held.appendCodePoint(codePoint);
				releaseUnlessPhrase();
			}
		}
	}

	@Override
	public void finish() {
		endWord();
		release(this.held.length());
		this.next.finish();
	}

	private void keep(int codePoint) {
		this.word.appendCodePoint(codePoint);
		if (this.overlong || this.word.length() > Words.LONGEST) {
			// It is in no instructions, whatever it will be.
			this.overlong = true;
			noPhrase();
			this.next.acceptAll(this.word);
			this.word.setLength(0);
			this.folded.setLength(0);
		}
	}

	private void endWord() {
		if (this.overlong || this.folded.isEmpty()) {
			this.held.append(this.word);
			this.word.setLength(0);
			this.folded.setLength(0);
			this.overlong = false;
			releaseUnlessPhrase();
			return;
		}
		PhraseIndex.Match before = this.match;
		PhraseIndex.Match continued = this.phrases.next(before, this.folded.toString());
		if (before.length() > 0 && continued.length() <= before.length() && this.labels < MOST_LABELS
				&& Words.isLabel(this.folded.toString())) {
			// Who numbers the words of a phrase still says it.
			this.labels++;
			this.held.append(this.word);
			this.word.setLength(0);
			this.folded.setLength(0);
			releaseUnlessPhrase();
			return;
		}
		this.match = continued;
		this.labels = 0;
		if (this.leaking && this.match.length() < this.threshold) {
			this.leaking = false;
		}
		this.starts.add(this.offset + this.held.length());
		this.held.append(this.word);
		this.word.setLength(0);
		this.folded.setLength(0);
		decide();
	}

	private void decide() {
		while (this.starts.size() > this.match.length()) {
			this.starts.remove();
		}
		if (this.match.length() >= this.threshold && (this.leaking || isLong())) {
			leak();
		}
		else {
			Integer first = this.starts.peek();
			release((first != null) ? first - this.offset : this.held.length());
		}
	}

	/** Scripts in which a character is a word need more of them. */
	private boolean isLong() {
		Integer first = this.starts.peek();
		return first != null && this.offset + this.held.length() - first >= LEAST;
	}

	/** The phrase so far goes; so does what continues it. */
	private void leak() {
		if (!this.leaking) {
			Integer first = this.starts.peek();
			release((first != null) ? first - this.offset : 0);
			this.findings.count(FindingType.PROMPT_LEAK);
			this.next.acceptAll(FindingType.PROMPT_LEAK.placeholder());
			this.leaking = true;
		}
		this.held.setLength(0);
		this.starts.clear();
	}

	private void noPhrase() {
		this.match = this.phrases.start();
		this.leaking = false;
		this.starts.clear();
		release(this.held.length());
	}

	private void releaseUnlessPhrase() {
		if (this.starts.isEmpty() && !this.leaking) {
			release(this.held.length());
		}
		else if (this.held.length() > LONGEST_HELD) {
			noPhrase();
		}
	}

	private void release(int length) {
		this.next.acceptAll(this.held.substring(0, length));
		this.held.delete(0, length);
		this.offset += length;
	}

}

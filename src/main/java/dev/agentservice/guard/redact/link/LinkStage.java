package dev.agentservice.guard.redact.link;

import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Stage;

/**
 * Defuses images and links of Markdown and HTML: an image to a foreign host always,
 * because a viewer fetches it unasked; a link if it carries data. Bare URLs, and with
 * them autolinks and short definitions, are left to {@link LinkDetector}.
 * <p>
 * The text of an image or a link is handed on; only its destination is held back, and an
 * image's text until it is clear whether a destination follows.
 *
 * @see <a href="https://spec.commonmark.org/0.31.2/#links">CommonMark, links and
 * images</a>
 */
public final class LinkStage implements Stage {

	private static final int LONGEST_TEXT = 1000;

	private static final int LONGEST_NAME = 10;

	private enum State {

		TEXT, BANG, IMAGE_TEXT, IMAGE_TEXT_ENDED, BRACKET_CLOSED, DESTINATION, DEFINITION, TAG_NAME, TAG, DROPPED

	}

	private static final Pattern TAG = Pattern.compile("<([A-Za-z])");

	private final LinkVerdicts verdicts;

	private final int longest;

	private final Stage next;

	private final StringBuilder held = new StringBuilder();

	private State state = State.TEXT;

	/** Where in the held text the destination begins; before it stands what is shown. */
	private int mark;

	private LinkScanner scanner = new LinkScanner();

	/** What ends the part that is dropped. */
	private int dropUntil;

	/** Creates the stage before another. */
	public LinkStage(RedactionPolicy policy, Findings findings, Stage next) {
		this.verdicts = new LinkVerdicts(findings, policy.trustedHosts(), policy.linkData());
		this.longest = policy.longest();
		this.next = next;
	}

	@Override
	public void accept(int c) {
		switch (this.state) {
			case TEXT -> text(c);
			case BANG -> bang(c);
			case IMAGE_TEXT -> imageText(c);
			case IMAGE_TEXT_ENDED -> imageTextEnded(c);
			case BRACKET_CLOSED -> bracketClosed(c);
			case DESTINATION, DEFINITION, TAG -> collect(c);
			case TAG_NAME -> tagName(c);
			case DROPPED -> dropped(c);
		}
	}

	@Override
	public void finish() {
		switch (this.state) {
			case DESTINATION, DEFINITION, TAG -> decide(true);
			case IMAGE_TEXT_ENDED -> defuseImage();
			default -> release();
		}
		this.next.finish();
	}

	private void text(int c) {
		switch (c) {
			case '!' -> hold(c, State.BANG);
			case ']' -> hold(c, State.BRACKET_CLOSED);
			case '<' -> hold(c, State.TAG_NAME);
			default -> this.next.accept(c);
		}
	}

	private void bang(int c) {
		if (c == '[') {
			hold(c, State.IMAGE_TEXT);
		}
		else {
			releaseThen(c);
		}
	}

	private void imageText(int c) {
		if (c == ']') {
			hold(c, State.IMAGE_TEXT_ENDED);
		}
		else if (c == '[' || c == '<' || c == '!' || this.held.length() > LONGEST_TEXT) {
			defuseImage();
			text(c);
		}
		else {
			hold(c, State.IMAGE_TEXT);
		}
	}

	private void imageTextEnded(int c) {
		if (c == '(') {
			begin(State.DESTINATION, c);
		}
		else {
			// It may refer to a definition anywhere in the text.
			defuseImage();
			text(c);
		}
	}

	private void bracketClosed(int c) {
		if (c == '(') {
			begin(State.DESTINATION, c);
		}
		else if (c == ':') {
			begin(State.DEFINITION, c);
		}
		else {
			releaseThen(c);
		}
	}

	private void tagName(int c) {
		boolean first = this.held.length() == 1;
		if ((Fold.isAsciiLetter(c) || (!first && Fold.isDigit(c))) && this.held.length() <= LONGEST_NAME) {
			hold(c, State.TAG_NAME);
		}
		else if (!first && (c <= ' ' || c == '/' || c == '>') && HtmlTag.isWatched(this.held.substring(1))) {
			begin(State.TAG, c);
		}
		else {
			releaseThen(c);
		}
	}

	private void begin(State collecting, int c) {
		this.mark = this.held.length();
		this.scanner = switch (collecting) {
			case TAG -> LinkScanner.tag();
			case DEFINITION -> LinkScanner.definition();
			default -> LinkScanner.destination();
		};
		this.state = collecting;
		collect(c);
	}

	private void collect(int c) {
		LinkScanner.Progress progress = this.scanner.accept(c);
		if (progress == LinkScanner.Progress.OVER) {
			decide(false);
			text(c);
			return;
		}
		this.held.appendCodePoint(c);
		switch (progress) {
			case COMPLETE -> decide(false);
			case BROKEN -> defuse();
			default -> limit();
		}
	}

	/**
	 * What follows a definition's destination is not part of it, but is in what is held.
	 */
	private void decide(boolean cut) {
		String replacement = replacement();
		if (!replacement.isEmpty()) {
			this.held.setLength(0);
			this.held.append(replacement);
			release();
			return;
		}
		if (cut && this.held.charAt(0) == '!') {
			this.held.insert(1, ' ');
		}
		// Behind what opened it nothing may be a link of its own.
		defuseFrom(this.mark + 2);
	}

	private String replacement() {
		boolean image = this.held.charAt(0) == '!';
		String shown = this.held.substring(0, this.mark);
		String rest = this.held.substring(this.mark);
		return switch (this.state) {
			case TAG -> this.verdicts.onTag(this.held.substring(1));
			case DEFINITION -> this.verdicts.onDefinition(shown, rest);
			default -> this.verdicts.onDestination(image, shown, rest);
		};
	}

	/** Of what is too long to be kept, that which leads away goes, and its rest too. */
	private void limit() {
		if (this.held.length() <= this.longest) {
			return;
		}
		String replacement = replacement();
		if (replacement.isEmpty()) {
			defuse();
			return;
		}
		this.dropUntil = (this.state == State.TAG) ? '>' : (this.state == State.DEFINITION) ? '\n' : ')';
		this.next.acceptAll(replacement);
		this.held.setLength(0);
		this.state = State.DROPPED;
	}

	private void dropped(int c) {
		if (c == this.dropUntil || c == '\n') {
			this.state = State.TEXT;
		}
	}

	/** It is no link after all; nor shall anything inside of it become one. */
	private void defuse() {
		defuseFrom(0);
	}

	private void defuseFrom(int index) {
		if (index < this.held.length()) {
			String inert = this.held.substring(index).replace("](", "] (").replace("]:", "] :").replace("![", "! [");
			this.held.setLength(index);
			this.held.append(TAG.matcher(inert).replaceAll("< $1"));
		}
		release();
	}

	private void defuseImage() {
		this.held.insert(1, ' ');
		release();
	}

	private void hold(int c, State state) {
		this.held.appendCodePoint(c);
		this.state = state;
	}

	private void releaseThen(int c) {
		release();
		text(c);
	}

	private void release() {
		this.next.acceptAll(this.held);
		this.held.setLength(0);
		this.state = State.TEXT;
	}

}

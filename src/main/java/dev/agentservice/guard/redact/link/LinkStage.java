package dev.agentservice.guard.redact.link;

import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Stage;

/**
 * Defuses images and links of Markdown, HTML and LaTeX: an image to a foreign host
 * always, because a viewer fetches it unasked; a link if it carries data. Bare URLs, and
 * with them autolinks and short definitions, are left to {@link LinkDetector}.
 * <p>
 * The text of an image or a link is handed on; only its destination is held back, and an
 * image's text until it is clear whether a destination follows.
 *
 * @see <a href="https://spec.commonmark.org/0.31.2/#links">CommonMark, links and
 * images</a>
 */
public final class LinkStage implements Stage {

	private static final int LONGEST_TEXT = 1000;

	private static final int LONGEST_NAME = 32;

	private final LinkVerdicts verdicts;

	private final int longest;

	private final Stage next;

	private final StringBuilder held = new StringBuilder();

	private LinkState state = LinkState.TEXT;

	/** Where in the held text the destination begins; before it stands what is shown. */
	private int mark;

	private LinkScanner scanner = new LinkScanner();

	/** What ends the part that is dropped. */
	private int dropUntil;

	/**
	 * Creates the stage before another.
	 * @param longest how many characters are held back for one link
	 * @param judge of the answer
	 */
	public LinkStage(int longest, LinkJudge judge, Findings findings, Stage next) {
		this.verdicts = new LinkVerdicts(findings, judge);
		this.longest = longest;
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
			case DESTINATION, DEFINITION, TAG, COMMAND -> collect(c);
			case TAG_NAME -> tagName(c);
			case RAW -> raw(c);
			case COMMAND_NAME -> commandName(c);
			case DROPPED -> dropped(c);
		}
	}

	@Override
	public void finish() {
		switch (this.state) {
			case DESTINATION, DEFINITION, TAG, RAW, COMMAND -> decide(true);
			case IMAGE_TEXT_ENDED -> defuseImage();
			default -> release();
		}
		this.next.finish();
	}

	private void text(int c) {
		switch (c) {
			case '!' -> hold(c, LinkState.BANG);
			case ']' -> hold(c, LinkState.BRACKET_CLOSED);
			case '<' -> hold(c, LinkState.TAG_NAME);
			case '\\' -> hold(c, LinkState.COMMAND_NAME);
			default -> this.next.accept(c);
		}
	}

	private void bang(int c) {
		if (c == '[') {
			hold(c, LinkState.IMAGE_TEXT);
		}
		else {
			releaseThen(c);
		}
	}

	private void imageText(int c) {
		if (c == ']') {
			hold(c, LinkState.IMAGE_TEXT_ENDED);
		}
		else if (c == '[' || c == '<' || c == '!' || this.held.length() > LONGEST_TEXT) {
			defuseImage();
			text(c);
		}
		else {
			hold(c, LinkState.IMAGE_TEXT);
		}
	}

	private void imageTextEnded(int c) {
		if (c == '(') {
			begin(LinkState.DESTINATION, c);
		}
		else {
			// It may refer to a definition anywhere in the text.
			defuseImage();
			text(c);
		}
	}

	private void bracketClosed(int c) {
		if (c == '(') {
			begin(LinkState.DESTINATION, c);
		}
		else if (c == ':') {
			begin(LinkState.DEFINITION, c);
		}
		else {
			releaseThen(c);
		}
	}

	private void tagName(int c) {
		boolean first = this.held.length() == 1;
		if (HtmlTag.mayStandInName(c, first) && this.held.length() <= LONGEST_NAME) {
			hold(c, LinkState.TAG_NAME);
		}
		else if (!first && (c <= ' ' || c == '/' || c == '>')) {
			begin(LinkState.TAG, c);
		}
		else {
			releaseThen(c);
		}
	}

	/** What is between the tags of a style or script is read by the browser alone. */
	private void raw(int c) {
		this.held.appendCodePoint(c);
		if (c == '>' && HtmlTag.closesRaw(this.held)) {
			decide(false);
		}
		else {
			limit();
		}
	}

	private void commandName(int c) {
		if (Fold.isAsciiLetter(c) && this.held.length() <= LatexCommand.LONGEST_NAME) {
			hold(c, LinkState.COMMAND_NAME);
		}
		else if ((c == '{' || c == '[' || c == '*' || c <= ' ') && LatexCommand.isWatched(this.held.substring(1))) {
			begin(LinkState.COMMAND, c);
		}
		else {
			releaseThen(c);
		}
	}

	private void begin(LinkState collecting, int c) {
		this.mark = this.held.length();
		this.scanner = collecting.scanner();
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
		String replacement = this.verdicts.on(this.state, this.held, this.mark);
		if (!replacement.isEmpty()) {
			this.held.setLength(0);
			this.held.append(replacement);
			release();
			return;
		}
		if (this.state == LinkState.TAG && !cut && HtmlTag.isRaw(this.held.substring(1))) {
			this.state = LinkState.RAW;
			return;
		}
		if (this.state == LinkState.RAW) {
			release();
			return;
		}
		if (cut && this.held.charAt(0) == '!') {
			this.held.insert(1, ' ');
		}
		// Behind what opened it nothing may be a link of its own.
		defuseFrom(this.mark + 2);
	}

	/** Of what is too long to be kept, that which leads away goes, and its rest too. */
	private void limit() {
		if (this.held.length() <= this.longest) {
			return;
		}
		String replacement = this.verdicts.on(this.state, this.held, this.mark);
		if (replacement.isEmpty()) {
			defuse();
			return;
		}
		this.dropUntil = this.state.end();
		this.next.acceptAll(replacement);
		this.held.setLength(0);
		this.state = LinkState.DROPPED;
	}

	private void dropped(int c) {
		if (c == this.dropUntil || c == '\n') {
			this.state = LinkState.TEXT;
		}
	}

	/** It is no link after all; nor shall anything inside of it become one. */
	private void defuse() {
		defuseFrom(0);
	}

	private void defuseFrom(int index) {
		if (index < this.held.length()) {
			String inert = LinkSyntax.inert(this.held.substring(index));
			this.held.setLength(index);
			this.held.append(inert);
		}
		release();
	}

	private void defuseImage() {
		this.held.insert(1, ' ');
		release();
	}

	private void hold(int c, LinkState state) {
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
		this.state = LinkState.TEXT;
	}

}

package dev.agentservice.guard.redact.stage;

import java.util.List;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;

/**
 * Cuts the text into segments, inspects each when it is complete, and passes on its
 * remainder. Only an unfinished segment is held back.
 */
public final class SegmentStage implements Stage {

	/** From this length on the front of a row of numbers is decided about. */
	private static final int WINDOW = 160;

	/** No number with its separators is longer than this. */
	private static final int LONGEST_NUMBER = 48;

	private static final int CONTEXT = 64;

	private static final int LONGEST_GAP = 16;

	private final Segment segment = new Segment();

	/** What stood before the segment, folded, whatever has become of it. */
	private final StringBuilder context = new StringBuilder();

	/**
	 * A space, and what is invisible behind it, while it is not known whether the segment
	 * goes on.
	 */
	private final StringBuilder gap = new StringBuilder();

	/** The rest of a segment that was too long is dropped. */
	private boolean dropping;

	private boolean droppingUrl;

	private final DetectorChain detectors;

	private final Findings findings;

	private final int longest;

	private final PlaceholderStage placeholders;

	/**
	 * Creates the stage.
	 * @param detectors are asked about each segment; where two see something in the same
	 * place, the one that is asked first is right
	 * @param longest how many characters are held back for one segment
	 * @param next takes the remaining text
	 */
	public SegmentStage(List<Detector> detectors, Findings findings, int longest, Stage next) {
		this.detectors = new DetectorChain(detectors);
		this.findings = findings;
		this.longest = longest;
		this.placeholders = new PlaceholderStage(next);
	}

	/** Says what the text is the value of, such as the key of a JSON field. */
	public void remember(CharSequence before) {
		before.chars().forEach(this::addContext);
	}

	@Override
	public void accept(int codePoint) {
		int folded = Fold.of(codePoint);
		if (folded == Fold.INVISIBLE) {
			invisible(codePoint);
		}
		else if (folded == ' ') {
			space(codePoint);
		}
		else {
			visible(codePoint, folded);
		}
	}

	@Override
	public void finish() {
		flush();
		this.dropping = false;
		this.placeholders.finish();
	}

	private void invisible(int codePoint) {
		if (!this.gap.isEmpty() && this.gap.length() < LONGEST_GAP) {
			this.gap.appendCodePoint(codePoint);
			return;
		}
		if (!this.gap.isEmpty()) {
			flush();
		}
		if (this.segment.isEmpty()) {
			if (!this.dropping) {
				this.placeholders.text(codePoint);
			}
			return;
		}
		this.segment.appendInvisible(codePoint);
		limit();
	}

	private void space(int codePoint) {
		if (this.gap.isEmpty() && !this.segment.isEmpty() && SegmentBoundary.mayGoOn(this.segment)) {
			this.gap.appendCodePoint(codePoint);
			return;
		}
		delimiter(codePoint, ' ');
	}

	private void visible(int codePoint, int folded) {
		if (this.dropping && SegmentBoundary.continuesOverlong(this.droppingUrl, folded)) {
			return;
		}
		this.dropping = false;
		if (!this.gap.isEmpty()) {
			if (SegmentBoundary.goesOn(this.segment, folded)) {
				join();
			}
			else {
				flush();
			}
		}
		if (this.segment.isEmpty() && lastOfContext() == '\\' && "nrt".indexOf(folded) >= 0) {
			// The end of a line in a string of JSON, not the beginning of a word.
			delimiter(codePoint, '\n');
			return;
		}
		if (!SegmentBoundary.continues(this.segment, folded)) {
			flush();
			if (!SegmentBoundary.continues(this.segment, folded)) {
				delimiter(codePoint, folded);
				return;
			}
		}
		extend(codePoint, (char) folded);
	}

	private void extend(int codePoint, char folded) {
		this.segment.append(codePoint, folded);
		limit();
	}

	private void delimiter(int codePoint, int folded) {
		flush();
		this.dropping = false;
		this.placeholders.text(codePoint);
		addContext(folded);
	}

	private void join() {
		if (this.segment.length() >= WINDOW) {
			int limit = this.segment.folded().lastIndexOf(" ", this.segment.length() - LONGEST_NUMBER) + 1;
			if (limit > 0) {
				release(limit);
			}
		}
		if (!this.segment.isEmpty()) {
			this.segment.append(this.gap.codePointAt(0), ' ');
			this.gap.codePoints().skip(1).forEach(this.segment::appendInvisible);
			this.gap.setLength(0);
			return;
		}
		flush();
	}

	private void limit() {
		if (this.segment.rawLength() > this.longest) {
			if (!this.findings.looksFor(FindingType.OVERLONG)) {
				release(this.segment.length());
				return;
			}
			this.droppingUrl = this.segment.inUrl();
			this.placeholders
				.replacement(this.findings.replace(FindingType.OVERLONG, this.segment.raw(0, this.segment.length())));
			this.segment.clear();
			this.context.setLength(0);
			this.dropping = true;
		}
	}

	private void flush() {
		if (!this.segment.isEmpty()) {
			release(this.segment.length());
		}
		if (!this.gap.isEmpty()) {
			this.placeholders.text(this.gap.toString());
			addContext(' ');
			this.gap.setLength(0);
		}
	}

	/** Hands on what begins before the limit, without what was found in it. */
	private void release(int limit) {
		int done = 0;
		for (Span span : this.detectors.detect(recent(), this.segment)) {
			if (span.start() < limit) {
				this.placeholders.text(this.segment.raw(done, span.start()));
				this.placeholders
					.replacement(this.findings.replace(span.type(), this.segment.raw(span.start(), span.end())));
				done = span.end();
			}
		}
		int end = Math.max(done, limit);
		this.placeholders.text(this.segment.raw(done, end));
		for (int i = Math.max(0, end - CONTEXT); i < end; i++) {
			addContext(this.segment.at(i));
		}
		this.segment.removeFront(end);
	}

	private void addContext(int folded) {
		if (this.context.length() >= 2 * CONTEXT) {
			this.context.delete(0, CONTEXT);
		}
		this.context.append((folded < 0x10000) ? (char) folded : '?');
	}

	private CharSequence recent() {
		return this.context.substring(Math.max(0, this.context.length() - CONTEXT));
	}

	private int lastOfContext() {
		return this.context.isEmpty() ? 0 : this.context.charAt(this.context.length() - 1);
	}

}

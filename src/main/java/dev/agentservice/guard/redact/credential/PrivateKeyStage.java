package dev.agentservice.guard.redact.credential;

import java.util.Locale;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Stage;

/**
 * Takes private keys in PEM and OpenPGP armour out, from the line that begins one to the
 * line that ends it, or to the end of the text: a key never ends because it is long. A
 * line that is only mentioned, with nothing like a key behind it, stays.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
public final class PrivateKeyStage implements Stage {

	private static final int DASHES = 5;

	private static final int LONGEST_LABEL = 48;

	/** Blanks, escapes and quotes that may stand between the line and the key. */
	private static final int LONGEST_LEAD = 64;

	/** So many characters of base64 in a row are no word. */
	private static final int KEY = 16;

	private enum State {

		TEXT, BEGIN, LABEL, CLOSING, LEAD, KEY, END

	}

	private final Findings findings;

	private final Stage next;

	private final StringBuilder held = new StringBuilder();

	private State state = State.TEXT;

	/** How many characters of the current part have been read. */
	private int count;

	private int labelStart;

	private int mixed;

	/** Creates the stage before another. */
	public PrivateKeyStage(Findings findings, Stage next) {
		this.findings = findings;
		this.next = next;
	}

	@Override
	public void accept(int codePoint) {
		int c = Fold.of(codePoint);
		if (this.state == State.KEY || this.state == State.END) {
			inKey(c);
		}
		else if (this.state == State.TEXT && c != '-') {
			this.next.accept(codePoint);
		}
		else {
			this.held.appendCodePoint(codePoint);
			switch (this.state) {
				case TEXT -> enter(State.BEGIN, 1);
				case BEGIN -> begin(c);
				case LABEL -> label(c);
				case CLOSING -> closing(c);
				default -> lead(c);
			}
		}
	}

	@Override
	public void finish() {
		if (this.state != State.KEY && this.state != State.END) {
			release();
		}
		this.next.finish();
	}

	/** Dashes, then the word. */
	private void begin(int c) {
		if (c == '-' && this.held.codePointCount(0, this.held.length()) == this.count + 1) {
			this.count++;
			if (this.count > DASHES) {
				this.next.accept(this.held.codePointAt(0));
				this.held.delete(0, Character.charCount(this.held.codePointAt(0)));
				this.count--;
			}
			return;
		}
		String word = this.held.substring(dashes());
		String read = word.startsWith(" ") ? word.substring(1) : word;
		if (this.count < DASHES - 1 || !"BEGIN ".startsWith(read)) {
			releaseAt(c);
		}
		else if ("BEGIN ".equals(read)) {
			this.labelStart = this.held.length();
			enter(State.LABEL, 0);
		}
	}

	private void label(int c) {
		this.count++;
		if (c == '-') {
			enter(State.CLOSING, 1);
		}
		else if (this.count > LONGEST_LABEL || !((c >= 'A' && c <= 'Z') || c == ' ' || Fold.isDigit(c))) {
			releaseAt(c);
		}
	}

	private void closing(int c) {
		if (c == '-' && this.count < DASHES) {
			this.count++;
			return;
		}
		boolean key = this.held.indexOf("PRIVATE KEY", this.labelStart) >= 0;
		if (!key || this.count < DASHES - 1) {
			beginAgain(c);
			return;
		}
		enter(State.LEAD, 0);
		lead(c);
	}

	/** The dashes that should have ended the line may begin another. */
	private void beginAgain(int c) {
		int last = this.held.codePointBefore(this.held.length());
		this.held.setLength(this.held.length() - Character.charCount(last));
		releaseAt('-');
		this.held.appendCodePoint(last);
		begin(c);
	}

	/** Nothing but base64, or a header such as {@code Proc-Type:}, follows the line. */
	private void lead(int c) {
		boolean base64 = Fold.isAlphanumeric(c) || c == '+' || c == '/' || c == '=';
		if (base64) {
			this.count++;
			this.mixed |= Fold.isDigit(c) ? 1 : (c >= 'A' && c <= 'Z') ? 2 : (c >= 'a' && c <= 'z') ? 4 : 1;
		}
		boolean header = c == ':' && isHeader();
		if (header || this.count >= KEY || (this.count >= KEY / 2 && this.mixed == 7)) {
			this.next.acceptAll(this.findings.replace(FindingType.CREDENTIAL, this.held.toString()));
			this.held.setLength(0);
			enter(State.KEY, 0);
		}
		else if (!base64 && !header) {
			between(c);
		}
	}

	private void between(int c) {
		// An escape for the line's end is a letter that is not the key's.
		boolean escape = this.count == 1 && this.held.length() >= 3 && this.held.charAt(this.held.length() - 3) == '\\';
		boolean blank = c <= ' ' || c == '\\' || c == '"' || c == '\'' || c == '>' || c == ',';
		boolean headerName = c == '-' && this.count > 0;
		if (this.held.length() - this.labelStart > LONGEST_LABEL + LONGEST_LEAD || (!blank && !headerName)
				|| (blank && this.count > 0 && !escape)) {
			releaseAt(c);
		}
		else if (blank) {
			this.count = 0;
			this.mixed = 0;
		}
	}

	private boolean isHeader() {
		String tail = this.held.toString().toLowerCase(Locale.ROOT);
		return tail.endsWith("proc-type:") || tail.endsWith("version:") || tail.endsWith("comment:")
				|| tail.endsWith("dek-info:") || tail.endsWith("hash:") || tail.endsWith("charset:");
	}

	/** Everything goes until dashes, the word END, anything, and dashes again. */
	private void inKey(int c) {
		if (this.state == State.KEY) {
			this.held.append((char) Math.max(0, Math.min(c, 0xFFFF)));
			if (this.held.length() > 2 * DASHES) {
				this.held.deleteCharAt(0);
			}
			if (c == 'D' && (endsWith("----END") || endsWith("---- END"))) {
				enter(State.END, 0);
			}
			return;
		}
		this.count++;
		boolean dash = c == '-';
		this.mixed = dash ? this.mixed + 1 : 0;
		if (this.mixed == DASHES || (this.mixed == DASHES - 1 && this.held.indexOf("-----") < 0)) {
			this.held.setLength(0);
			this.state = State.TEXT;
		}
		else if (this.count > LONGEST_LABEL + DASHES) {
			enter(State.KEY, 0);
		}
	}

	private boolean endsWith(String end) {
		int start = this.held.length() - end.length();
		return start >= 0 && this.held.indexOf(end, start) == start;
	}

	/** How many characters of the held text are its dashes. */
	private int dashes() {
		return this.held.offsetByCodePoints(0, this.count);
	}

	private void enter(State entered, int read) {
		this.state = entered;
		this.count = read;
		this.mixed = 0;
	}

	/** It is none; only dashes at its end may begin one. */
	private int endBeforeDashes() {
		int end = this.held.length();
		while (end > 0 && Fold.of(this.held.codePointBefore(end)) == '-') {
			end -= Character.charCount(this.held.codePointBefore(end));
		}
		return end;
	}

	private void releaseAt(int c) {
		int end = (c == '-') ? endBeforeDashes() : this.held.length();
		String kept = this.held.substring(end);
		this.next.acceptAll(this.held.substring(0, end));
		this.held.setLength(0);
		this.held.append(kept);
		enter(kept.isEmpty() ? State.TEXT : State.BEGIN, kept.codePointCount(0, kept.length()));
	}

	private void release() {
		this.next.acceptAll(this.held);
		this.held.setLength(0);
		this.state = State.TEXT;
	}

}

package dev.agentservice.guard.redact.link;

/**
 * Sees where a destination or a tag ends. It starts at the character that opens it.
 */
final class LinkScanner {

	/** How far it is. */
	enum Progress {

		MORE, COMPLETE,

		/** A blank line: it is none. */
		BROKEN,

		/** It ended before this character, which begins something else. */
		OVER

	}

	private enum Kind {

		DESTINATION, DEFINITION, TAG, COMMAND

	}

	private final Kind kind;

	private int depth;

	private int quote;

	private boolean angle;

	private boolean escaped;

	private boolean begun;

	private int last;

	private int newlines;

	LinkScanner() {
		this(Kind.DESTINATION);
	}

	private LinkScanner(Kind kind) {
		this.kind = kind;
	}

	/** Behind {@code ](} up to the bracket that closes. */
	static LinkScanner destination() {
		return new LinkScanner(Kind.DESTINATION);
	}

	/** Behind {@code ]:} up to the white space that ends the destination. */
	static LinkScanner definition() {
		return new LinkScanner(Kind.DEFINITION);
	}

	/** Up to the {@code >} outside of quotes. */
	static LinkScanner tag() {
		return new LinkScanner(Kind.TAG);
	}

	/** Behind the name of a command up to the brace that closes its first argument. */
	static LinkScanner command() {
		return new LinkScanner(Kind.COMMAND);
	}

	Progress accept(int c) {
		this.newlines = (c == '\n') ? this.newlines + 1 : (c == ' ' || c == '\t' || c == '\r') ? this.newlines : 0;
		Progress progress = switch (this.kind) {
			case TAG -> tag(c);
			case DEFINITION -> definition(c);
			case DESTINATION -> destination(c);
			case COMMAND -> command(c);
		};
		this.last = c;
		return progress;
	}

	private Progress tag(int c) {
		if (this.quote != 0) {
			this.quote = (c == this.quote) ? 0 : this.quote;
			return Progress.MORE;
		}
		// Only a value can be quoted; elsewhere an apostrophe is one.
		if ((c == '"' || c == '\'') && (this.last == '=' || this.last <= ' ')) {
			this.quote = c;
		}
		return (c == '>') ? Progress.COMPLETE : Progress.MORE;
	}

	private Progress command(int c) {
		if (this.newlines > 1) {
			return Progress.BROKEN;
		}
		if (this.escaped) {
			this.escaped = false;
			return Progress.MORE;
		}
		if (c == '\\') {
			this.escaped = true;
			return this.begun ? Progress.MORE : Progress.OVER;
		}
		// An option in brackets stands before the argument.
		this.angle = !this.begun && (c == '[' || (this.angle && this.last != ']'));
		if (!this.begun && !this.angle && c != '{' && c > ' ' && c != '*') {
			return Progress.OVER;
		}
		this.begun |= c == '{' && !this.angle;
		this.depth += (this.begun && c == '{') ? 1 : (this.begun && c == '}') ? -1 : 0;
		return (this.begun && this.depth == 0) ? Progress.COMPLETE : Progress.MORE;
	}

	private Progress definition(int c) {
		if (c == ':' && !this.begun && this.last == 0) {
			return Progress.MORE;
		}
		if (this.newlines > 1) {
			return Progress.COMPLETE;
		}
		if (this.angle) {
			return (c == '>' || c == '\n') ? Progress.COMPLETE : Progress.MORE;
		}
		if (c == '[' || c == ']' || c == '!' || (c == '<' && this.begun)) {
			return Progress.OVER;
		}
		if (c > ' ') {
			this.angle = c == '<' && !this.begun;
			this.begun = true;
			return Progress.MORE;
		}
		return this.begun ? Progress.COMPLETE : Progress.MORE;
	}

	private Progress destination(int c) {
		if (this.newlines > 1) {
			return Progress.BROKEN;
		}
		if (this.escaped) {
			this.escaped = false;
			return Progress.MORE;
		}
		if (c == '\\') {
			this.escaped = true;
			return Progress.MORE;
		}
		if (this.angle) {
			this.angle = c != '>' && c != '\n';
			return Progress.MORE;
		}
		if (this.quote != 0) {
			this.quote = (c == this.quote) ? 0 : this.quote;
			return Progress.MORE;
		}
		return unquoted(c);
	}

	private Progress unquoted(int c) {
		boolean opened = this.last == '(' && this.depth == 1;
		if (c == '<' && (opened || this.last <= ' ') && !this.begun) {
			this.angle = true;
		}
		else if ((c == '"' || c == '\'') && this.last <= ' ') {
			this.quote = c;
		}
		this.begun |= c > ' ' && this.depth > 0;
		this.depth += (c == '(') ? 1 : (c == ')') ? -1 : 0;
		return (this.depth == 0) ? Progress.COMPLETE : Progress.MORE;
	}

}

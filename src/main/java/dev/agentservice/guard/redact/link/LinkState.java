package dev.agentservice.guard.redact.link;

/**
 * Where in a link, an image, a tag or a command the {@link LinkStage} is.
 */
enum LinkState {

	TEXT, BANG, IMAGE_TEXT, IMAGE_TEXT_ENDED, BRACKET_CLOSED, DESTINATION(')'), DEFINITION('\n'), TAG_NAME, TAG('>'),
	RAW('>'), COMMAND_NAME, COMMAND('}'), DROPPED;

	private final int end;

	LinkState() {
		this('\n');
	}

	LinkState(int end) {
		this.end = end;
	}

	/** What ends it when it is too long to be kept. */
	int end() {
		return this.end;
	}

	/** Sees where it ends. */
	LinkScanner scanner() {
		return switch (this) {
			case TAG -> LinkScanner.tag();
			case DEFINITION -> LinkScanner.definition();
			case COMMAND -> LinkScanner.command();
			default -> LinkScanner.destination();
		};
	}

}

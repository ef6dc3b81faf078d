package dev.agentservice.guard.redact.personal;

import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Passage;

/**
 * Whether a number stands for itself or is a piece of something longer, such as a UUID, a
 * hash, a version or a fraction.
 */
final class Boundary {

	private Boundary() {
	}

	static boolean isClean(Passage passage, int start, int end) {
		return isCleanBefore(passage, start) && isCleanAfter(passage, end);
	}

	static boolean isCleanBefore(Passage passage, int start) {
		char before = passage.at(start - 1);
		return switch (before) {
			case '-', '.' -> !Fold.isAlphanumeric(passage.at(start - 2));
			case '_' -> false;
			default -> !Character.isLetterOrDigit(before);
		};
	}

	static boolean isCleanAfter(Passage passage, int end) {
		char after = passage.at(end);
		return switch (after) {
			case '-' -> !Fold.isAlphanumeric(passage.at(end + 1));
			case '.' -> !Fold.isDigit(passage.at(end + 1));
			case '_' -> false;
			default -> !Character.isLetterOrDigit(after);
		};
	}

}

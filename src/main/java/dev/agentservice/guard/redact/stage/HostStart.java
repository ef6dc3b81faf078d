package dev.agentservice.guard.redact.stage;

/**
 * Recognises a host without a scheme, behind which a URL may follow.
 */
final class HostStart {

	private static final int LONGEST_HOST = 255;

	private HostStart() {
	}

	/** Whether what stands before an index looks like a host without a scheme. */
	static boolean isHost(CharSequence text, int end) {
		int dot = -1;
		for (int i = 0; i < end && i < LONGEST_HOST; i++) {
			char c = text.charAt(i);
			if (!Fold.isAlphanumeric(c) && c != '-' && c != '.' && c != '(') {
				return false;
			}
			dot = (c == '.') ? i : dot;
		}
		return end <= LONGEST_HOST && dot > 0 && end - dot > 2 && Fold.isAsciiLetter(text.charAt(end - 1));
	}

}

package dev.agentservice.guard.redact.link;

/**
 * Where a destination stands in what Markdown writes behind a link's text.
 */
final class WrittenDestination {

	private WrittenDestination() {
	}

	/** Without angle brackets, title and the bracket that closes. */
	static String in(String rest) {
		String written = rest.strip();
		if (written.startsWith("<")) {
			int end = written.indexOf('>');
			return written.substring(1, (end > 0) ? end : written.length());
		}
		return upToBlank(written);
	}

	private static String upToBlank(String written) {
		int end = 0;
		while (end < written.length() && written.charAt(end) > ' ') {
			end++;
		}
		boolean closes = end == written.length() && written.endsWith(")");
		return written.substring(0, closes ? end - 1 : end);
	}

}

package dev.agentservice.tool.call;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Keeps results to a size a model can read. */
final class BoundedText {

	private BoundedText() {
	}

	/**
	 * The text, or its beginning and a line that says so. Cuts only between code points;
	 * a lone surrogate, which has no UTF-8, becomes a question mark.
	 * @param text what a tool returned
	 * @param limit the bytes of UTF-8 to keep
	 */
	static String of(String text, int limit) {
		byte[] utf8 = text.getBytes(UTF_8);
		if (utf8.length <= limit) {
			return new String(utf8, UTF_8);
		}
		int end = limit;
		while ((utf8[end] & 0xC0) == 0x80) {
			end--;
		}
		return new String(utf8, 0, end, UTF_8) + "\n[cut: the result has " + utf8.length
				+ " bytes, these are the first " + end + "]";
	}

}

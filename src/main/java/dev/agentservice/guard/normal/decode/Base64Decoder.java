package dev.agentservice.guard.normal.decode;

import java.util.Optional;

/**
 * Base64 in both alphabets, padded or not, also in lines of at least {@value #WRAPPED}
 * characters. The JDK's decoder refuses what models read with ease (a stray bit, no
 * padding), so this one is lenient.
 */
final class Base64Decoder implements Decoder {

	/** Six letters of text. */
	private static final int SHORTEST = 8;

	/**
	 * Shorter stretches are words in every second sentence, so they have to be certain.
	 */
	private static final int CERTAIN = 16;

	private static final int WRAPPED = 56;

	@Override
	public Disguise disguise() {
		return Disguise.BASE64;
	}

	@Override
	public Optional<String> decode(String text) {
		Replacement plain = new Replacement(text);
		int i = 0;
		while (i < text.length()) {
			int end = end(text, i);
			if (end - i >= SHORTEST) {
				replace(text, i, end, plain);
			}
			i = Math.max(end, i + 1);
		}
		return plain.result();
	}

	private static void replace(String text, int start, int end, Replacement plain) {
		ByteText bytes = bytes(text, start, end);
		bytes.words()
			.filter((words) -> end - start >= CERTAIN || words.chars().allMatch(Base64Decoder::isPlain))
			.ifPresent((words) -> plain.replace(start, end, words));
	}

	private static ByteText bytes(String text, int start, int end) {
		ByteText bytes = new ByteText();
		int bits = 0;
		int held = 0;
		for (int i = start; i < end; i++) {
			int value = value(text.charAt(i));
			if (value >= 0) {
				bits = (bits << 6 | value) & 0xFFF;
				held += 6;
			}
			if (held >= 8) {
				held -= 8;
				bytes.add(bits >> held & 0xFF);
			}
		}
		return bytes;
	}

	private static int end(String text, int start) {
		int line = start;
		int i = start;
		while (i < text.length()) {
			char c = text.charAt(i);
			if (c == '\n' && i - line >= WRAPPED && i + 1 < text.length() && value(text.charAt(i + 1)) >= 0) {
				line = i + 1;
			}
			else if (value(c) < 0 && !(c == '=' && i > start) && c != '\r') {
				break;
			}
			i++;
		}
		return i;
	}

	private static int value(char c) {
		if (c >= 'A' && c <= 'Z') {
			return c - 'A';
		}
		if (c >= 'a' && c <= 'z') {
			return c - 'a' + 26;
		}
		if (c >= '0' && c <= '9') {
			return c - '0' + 52;
		}
		return switch (c) {
			case '+', '-' -> 62;
			case '/', '_' -> 63;
			default -> -1;
		};
	}

	private static boolean isPlain(int c) {
		return c == ' ' || c == '.' || c == ',' || (c < 0x80 && Character.isLetter(c));
	}

}

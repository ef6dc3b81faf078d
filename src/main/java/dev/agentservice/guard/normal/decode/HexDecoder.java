package dev.agentservice.guard.normal.decode;

import java.util.Optional;

/**
 * Pairs of hexadecimal digits, joined or set apart by a sign or two, with or without
 * {@code 0x} and {@code \x} before each.
 */
final class HexDecoder implements Decoder {

	private static final int LEAST_PAIRS = 6;

	@Override
	public Disguise disguise() {
		return Disguise.HEX;
	}

	@Override
	public Optional<String> decode(String text) {
		Replacement plain = new Replacement(text);
		int i = 0;
		while (i < text.length()) {
			int end = stretch(text, i, plain);
			i = (end > i) ? end : i + 1;
		}
		return plain.result();
	}

	/** The end of the stretch that starts here; the same place if there is none. */
	private static int stretch(String text, int start, Replacement plain) {
		if (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
			return start;
		}
		ByteText bytes = new ByteText();
		int end = start;
		int i = start;
		while (true) {
			int pair = prefixed(text, i);
			int value = Hex.byteAt(text, pair);
			if (value < 0) {
				break;
			}
			bytes.add(value);
			end = pair + 2;
			i = separated(text, end);
		}
		if (bytes.length() >= LEAST_PAIRS) {
			int last = end;
			bytes.words().ifPresent((words) -> plain.replace(start, last, words));
		}
		return end;
	}

	private static int prefixed(String text, int i) {
		boolean prefix = text.startsWith("0x", i) || text.startsWith("\\x", i);
		return prefix ? i + 2 : i;
	}

	private static int separated(String text, int i) {
		int end = i;
		while (end < text.length() && end - i < 2 && " ,:-".indexOf(text.charAt(end)) >= 0) {
			end++;
		}
		return end;
	}

}

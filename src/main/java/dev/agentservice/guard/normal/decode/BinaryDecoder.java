package dev.agentservice.guard.normal.decode;

import java.util.Optional;

/**
 * Groups of eight binary digits, joined or set apart by one space.
 */
final class BinaryDecoder implements Decoder {

	private static final int BITS = 8;

	private static final int LEAST_BYTES = 6;

	@Override
	public Disguise disguise() {
		return Disguise.BINARY;
	}

	@Override
	public Optional<String> decode(String text) {
		Replacement plain = new Replacement(text);
		int i = 0;
		while (i < text.length()) {
			ByteText bytes = new ByteText();
			int end = stretch(text, i, bytes);
			if (bytes.length() >= LEAST_BYTES) {
				int start = i;
				bytes.words().ifPresent((words) -> plain.replace(start, end, words));
			}
			i = Math.max(end, i + 1);
		}
		return plain.result();
	}

	private static int stretch(String text, int start, ByteText bytes) {
		int i = start;
		int end = start;
		while (isByte(text, i)) {
			bytes.add(Integer.parseInt(text.substring(i, i + BITS), 2));
			end = i + BITS;
			i = (end < text.length() && text.charAt(end) == ' ') ? end + 1 : end;
		}
		return end;
	}

	private static boolean isByte(String text, int start) {
		if (start + BITS > text.length()) {
			return false;
		}
		for (int i = start; i < start + BITS; i++) {
			if (text.charAt(i) != '0' && text.charAt(i) != '1') {
				return false;
			}
		}
		return true;
	}

}

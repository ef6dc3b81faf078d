package dev.agentservice.guard.normal.decode;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.guard.normal.character.Unicode;

/**
 * Percent-encoding (RFC 3986), character references (HTML), {@code \}{@code u0069} and
 * {@code \x69}. A token with percent signs may write its spaces as plus signs.
 */
final class EscapeDecoder implements Decoder {

	private static final Map<String, String> NAMED = Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'",
			"nbsp", " ", "colon", ":", "period", ".", "excl", "!", "num", "#");

	private static final int LONGEST_REFERENCE = 10;

	@Override
	public Disguise disguise() {
		return Disguise.ESCAPES;
	}

	@Override
	public Optional<String> decode(String text) {
		if (text.indexOf('%') < 0 && text.indexOf('&') < 0 && text.indexOf('\\') < 0) {
			return Optional.empty();
		}
		String plain = references(percent(text));
		return plain.equals(text) ? Optional.empty() : Optional.of(Unicode.compatible(plain));
	}

	/** Bytes are put together first: one character may be several percent signs. */
	private static String percent(String text) {
		StringBuilder plain = new StringBuilder(text.length());
		byte[] bytes = new byte[text.length() / 3 + 1];
		boolean encoded = isEncoded(text, 0);
		int i = 0;
		while (i < text.length()) {
			int count = 0;
			while (Hex.byteAt(text, i + 1) >= 0 && text.charAt(i) == '%') {
				bytes[count++] = (byte) Hex.byteAt(text, i + 1);
				i += 3;
			}
			if (count > 0) {
				plain.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
				continue;
			}
			char c = text.charAt(i++);
			encoded = Character.isWhitespace(c) ? isEncoded(text, i) : encoded;
			plain.append((encoded && c == '+') ? ' ' : c);
		}
		return plain.toString();
	}

	/** Whether there is a percent sign before the next space. */
	private static boolean isEncoded(String text, int start) {
		int i = start;
		while (i < text.length() && !Character.isWhitespace(text.charAt(i)) && text.charAt(i) != '%') {
			i++;
		}
		return i < text.length() && text.charAt(i) == '%' && Hex.byteAt(text, i + 1) >= 0;
	}

	private static String references(String text) {
		StringBuilder plain = new StringBuilder(text.length());
		int i = 0;
		while (i < text.length()) {
			char c = text.charAt(i);
			int end = switch (c) {
				case '&' -> reference(text, i, plain);
				case '\\' -> escape(text, i, plain);
				default -> i;
			};
			if (end == i) {
				plain.append(c);
				end = i + 1;
			}
			i = end;
		}
		return plain.toString();
	}

	private static int reference(String text, int start, StringBuilder plain) {
		int end = start + 1;
		while (end < text.length() && end - start < LONGEST_REFERENCE && isNamePart(text.charAt(end))) {
			end++;
		}
		String name = text.substring(start + 1, end);
		int next = (end < text.length() && text.charAt(end) == ';') ? end + 1 : end;
		if (name.startsWith("#")) {
			boolean hex = name.startsWith("#x") || name.startsWith("#X");
			int code = hex ? Hex.number(name.substring(2), 16) : Hex.number(name.substring(1), 10);
			return append(code, plain) ? next : start;
		}
		String sign = NAMED.get(name);
		if (sign == null) {
			return start;
		}
		plain.append(sign);
		return next;
	}

	private static int escape(String text, int start, StringBuilder plain) {
		int digits = switch ((start + 1 < text.length()) ? text.charAt(start + 1) : 0) {
			case 'u' -> 4;
			case 'x' -> 2;
			default -> 0;
		};
		int end = start + 2 + digits;
		if (digits > 0 && end <= text.length() && append(Hex.number(text.substring(start + 2, end), 16), plain)) {
			return end;
		}
		if (digits == 0 && start + 1 < text.length() && "nrt".indexOf(text.charAt(start + 1)) >= 0) {
			plain.append('\n');
			return start + 2;
		}
		return start;
	}

	private static boolean append(int code, StringBuilder plain) {
		if (code <= 0 || !Character.isValidCodePoint(code)) {
			return false;
		}
		plain.appendCodePoint(code);
		return true;
	}

	private static boolean isNamePart(char c) {
		return c == '#' || (c < 0x80 && Character.isLetterOrDigit(c));
	}

}

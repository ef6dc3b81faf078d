package dev.agentservice.guard.redact.link;

import java.util.Map;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Character references, as far as they can hide a URL.
 *
 * @see <a href="https://html.spec.whatwg.org/#named-character-references">HTML, named
 * character references</a>
 */
final class Entities {

	private static final Pattern REFERENCE = Pattern
		.compile("&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));?");

	private static final Map<String, String> NAMED = Map.of("amp", "&", "colon", ":", "sol", "/", "bsol", "\\",
			"period", ".", "quest", "?", "Tab", "\t", "NewLine", "\n", "commat", "@", "equals", "=");

	private Entities() {
	}

	static String decode(String text) {
		if (text.indexOf('&') < 0) {
			return text;
		}
		StringBuilder decoded = new StringBuilder();
		Matcher matcher = REFERENCE.matcher(text);
		int done = 0;
		while (matcher.find()) {
			decoded.append(text, done, matcher.start()).append(value(matcher));
			done = matcher.end();
		}
		return decoded.append(text, done, text.length()).toString();
	}

	private static String value(Matcher matcher) {
		String decimal = matcher.group(1);
		String hexadecimal = matcher.group(2);
		if (decimal == null && hexadecimal == null) {
			return NAMED.getOrDefault(matcher.group(3), matcher.group());
		}
		int codePoint = (decimal != null) ? Integer.parseInt(decimal) : Integer.parseInt(hexadecimal, 16);
		return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "\uFFFD";
	}

}

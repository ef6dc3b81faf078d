package dev.agentservice.guard.redact.link;

import java.util.ArrayList;
import java.util.List;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * The URLs in a tag of HTML, in whatever attribute.
 */
final class TagUrls {

	/** Whatever looks like one anywhere in the tag, be it in style or srcset. */
	private static final Pattern URL = Pattern.compile(
			"(?i)(?:[a-z][a-z0-9+.-]*:)?[/\\\\]{2}[^\\s\"'<>]+|(?:https?|ftp|wss?|javascript|vbscript|data):[^\\s\"'<>]*");

	/** CSS may write any character by its number. */
	private static final Pattern CSS_ESCAPE = Pattern.compile("\\\\([0-9a-fA-F]{1,6})\\s?");

	/** Nothing is fetched from where SVG and MathML have their names. */
	private static final String NAMESPACES = "http://www.w3.org/";

	private static final Pattern LINE_ENDS = Pattern.compile("[\\t\\r\\n]");

	private TagUrls() {
	}

	/** What a browser would take for URLs: it drops tabs and line ends inside of them. */
	static List<String> of(String tag) {
		String read = LINE_ENDS.matcher(Entities.decode(tag)).replaceAll("");
		List<String> urls = new ArrayList<>();
		add(read, urls);
		if (read.indexOf('\\') >= 0) {
			add(withoutEscapes(read), urls);
		}
		return urls;
	}

	private static void add(String read, List<String> urls) {
		Matcher matcher = URL.matcher(read);
		while (matcher.find()) {
			if (!matcher.group().startsWith(NAMESPACES)) {
				urls.add(matcher.group());
			}
		}
	}

	private static String withoutEscapes(String css) {
		StringBuilder plain = new StringBuilder();
		Matcher matcher = CSS_ESCAPE.matcher(css);
		int done = 0;
		while (matcher.find()) {
			int codePoint = Integer.parseInt(matcher.group(1), 16);
			plain.append(css, done, matcher.start())
				.append(Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : "\uFFFD");
			done = matcher.end();
		}
		return plain.append(css, done, css.length()).toString();
	}

}

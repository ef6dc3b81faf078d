package dev.agentservice.guard.redact.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.stage.Fold;

/**
 * Tags of HTML that make a browser fetch something or lead somewhere.
 */
final class HtmlTag {

	private static final Set<String> WATCHED = Set.of("a", "area", "img", "image", "iframe", "frame", "script", "link",
			"video", "audio", "source", "track", "object", "embed", "input", "button", "form", "body", "table", "td",
			"th", "meta", "base", "use", "svg", "math", "picture", "style", "div", "span", "p", "b", "i", "em",
			"strong", "ul", "ol", "li", "pre", "code", "font", "h1", "h2", "h3", "h4", "blockquote", "section",
			"article", "details", "select", "textarea");

	/** Whatever looks like one anywhere in the tag, be it in style or srcset. */
	private static final Pattern URL = Pattern.compile(
			"(?i)(?:[a-z][a-z0-9+.-]*:)?[/\\\\]{2}[^\\s\"'<>]+|(?:https?|ftp|wss?|javascript|vbscript|data):[^\\s\"'<>]*");

	/** Nothing is fetched from where SVG and MathML have their names. */
	private static final String NAMESPACES = "http://www.w3.org/";

	private static final Pattern LINE_ENDS = Pattern.compile("[\\t\\r\\n]");

	private HtmlTag() {
	}

	static boolean isWatched(String name) {
		return WATCHED.contains(name.toLowerCase(Locale.ROOT));
	}

	/** Whether somebody must click before it is followed. */
	static boolean isAnchor(String tag) {
		int end = 0;
		while (end < tag.length() && Fold.isAsciiLetter(tag.charAt(end))) {
			end++;
		}
		String name = tag.substring(0, end).toLowerCase(Locale.ROOT);
		return "a".equals(name) || "area".equals(name);
	}

	/** What a browser would take for URLs: it drops tabs and line ends inside of them. */
	static List<String> urls(String tag) {
		String read = LINE_ENDS.matcher(Entities.decode(tag)).replaceAll("");
		List<String> urls = new ArrayList<>();
		Matcher matcher = URL.matcher(read);
		while (matcher.find()) {
			if (!matcher.group().startsWith(NAMESPACES)) {
				urls.add(matcher.group());
			}
		}
		return urls;
	}

}

package dev.agentservice.guard.redact.link;

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
			"article", "details", "select", "textarea", "applet", "bgsound", "fencedframe", "ilayer", "layer",
			"menuitem", "mglyph", "portal", "animate", "cursor", "feimage", "filter", "font-face-uri", "lineargradient",
			"mpath", "pattern", "radialgradient", "set", "textpath", "tref");

	/** Of a tag that closes an element: what may stand in it. */
	private static final int LONGEST_CLOSING = 40;

	/** What is between them is no text. */
	private static final Set<String> RAW = Set.of("style", "script");

	/** The browser calls it unasked. */
	private static final Pattern HANDLER = Pattern.compile("(?i)[\\s\"'/]on[a-z]{3,}\\s*=");

	private static final Pattern HREF = Pattern.compile("(?i)[\\s\"'/]href\\s*=\\s*(\"[^\"]*\"?|'[^']*'?|[^\\s>]+)");

	private static final Pattern STYLE = Pattern.compile("(?i)[\\s\"'/]style\\s*=");

	/** In attributes that are CSS in SVG, such as {@code mask} and {@code fill}. */
	private static final Pattern FUNCTION = Pattern.compile("(?i)url\\s*\\(");

	private HtmlTag() {
	}

	/**
	 * Whether a browser fetches something for it: for an element that it does not know
	 * only what its style or another attribute with CSS says.
	 */
	static boolean isWatched(String tag) {
		return WATCHED.contains(name(tag)) || STYLE.matcher(tag).find() || FUNCTION.matcher(tag).find();
	}

	/** Whether somebody must click before it is followed. */
	static boolean isAnchor(String tag) {
		String name = name(tag);
		return "a".equals(name) || "area".equals(name);
	}

	/** Whether everything up to the tag that closes it is the browser's to read. */
	static boolean isRaw(String tag) {
		return RAW.contains(name(tag));
	}

	/** Whether such an element ends here, behind a {@code >}. */
	static boolean closesRaw(CharSequence element) {
		String end = element.subSequence(Math.max(0, element.length() - LONGEST_CLOSING), element.length()).toString();
		int closing = end.lastIndexOf("</");
		return closing >= 0 && isRaw(end.substring(closing + 2));
	}

	/** Whether it runs a script when something happens. */
	static boolean hasHandler(String tag) {
		return HANDLER.matcher(tag).find();
	}

	/** Where an anchor leads, or an empty string. */
	static String href(String tag) {
		Matcher matcher = HREF.matcher(tag);
		if (!matcher.find()) {
			return "";
		}
		return unquoted(matcher.group(1));
	}

	private static String unquoted(String value) {
		if (!value.startsWith("\"") && !value.startsWith("'")) {
			return value;
		}
		// Without the quote that closes, which is missing where the text was cut.
		boolean closed = value.length() > 1 && value.charAt(value.length() - 1) == value.charAt(0);
		return value.substring(1, closed ? value.length() - 1 : value.length());
	}

	/** The tag without what {@link #href} found. */
	static String withoutHref(String tag) {
		return HREF.matcher(tag).replaceFirst(" ");
	}

	/** Whether a name may go on with a character, or begin with it. */
	static boolean mayStandInName(int c, boolean first) {
		return Fold.isAsciiLetter(c) || (!first && (Fold.isDigit(c) || c == '-'));
	}

	/** The name of a tag without its bracket, in lower case. */
	static String name(String tag) {
		int end = 0;
		while (end < tag.length() && (Fold.isAlphanumeric(tag.charAt(end)) || "-:_.".indexOf(tag.charAt(end)) >= 0)) {
			end++;
		}
		return tag.substring(0, end).toLowerCase(Locale.ROOT);
	}

}

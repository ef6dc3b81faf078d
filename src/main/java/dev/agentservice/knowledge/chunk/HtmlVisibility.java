package dev.agentservice.knowledge.chunk;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jsoup.nodes.Element;

/**
 * What of a page nobody sees, as far as its elements say so themselves: style sheets are
 * not read.
 */
final class HtmlVisibility {

	private static final Set<String> UNSEEN = Set.of("script", "style", "template", "noscript", "head", "svg", "iframe",
			"object");

	/** Declarations of an element's own that leave nothing of it to be seen. */
	private static final Pattern HIDING = Pattern
		.compile("(?:display:none|visibility:(?:hidden|collapse)|font-size:[+-]?[0.]+(?:[a-z]+|%)?|opacity:[0.]+%?)"
				+ "(?:!important)?");

	private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

	private HtmlVisibility() {
	}

	/** Whether an element is not shown, with all that is in it. */
	static boolean isUnseen(Element element) {
		return UNSEEN.contains(element.normalName()) || element.hasAttr("hidden")
				|| "true".equalsIgnoreCase(element.attr("aria-hidden")) || hides(element.attr("style"));
	}

	private static boolean hides(String style) {
		for (String declaration : style.toLowerCase(Locale.ROOT).split(";", -1)) {
			if (HIDING.matcher(WHITE_SPACE.matcher(declaration).replaceAll("")).matches()) {
				return true;
			}
		}
		return false;
	}

}

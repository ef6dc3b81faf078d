package dev.agentservice.guard.redact.link;

import java.util.Set;

import com.google.re2j.Pattern;

/**
 * Commands of LaTeX that lead somewhere or fetch something, as viewers of formulas and
 * typesetting systems understand them.
 *
 * @see <a href="https://katex.org/docs/options.html">KaTeX, commands that need trust</a>
 */
final class LatexCommand {

	static final int LONGEST_NAME = 20;

	private static final Set<String> LINKS = Set.of("href", "url", "nolinkurl", "hyperref", "hyperimage");

	private static final Set<String> FETCHES = Set.of("includegraphics", "includesvg", "includepdf", "includemovie",
			"includemedia", "include", "input", "import", "style", "htmlStyle", "htmlData", "htmlClass", "bgroup",
			"bbox", "unicode");

	private static final Pattern ESCAPE = Pattern.compile("\\\\([^a-zA-Z0-9\\s])");

	private LatexCommand() {
	}

	static boolean isWatched(String name) {
		return LINKS.contains(name) || FETCHES.contains(name);
	}

	/** Whether somebody must click before it is followed. */
	static boolean isLink(String name) {
		return LINKS.contains(name);
	}

	/** What is between the first braces, as it is sent. */
	static String argument(String rest) {
		int from = rest.indexOf('{') + 1;
		int to = rest.endsWith("}") ? rest.length() - 1 : rest.length();
		return ESCAPE.matcher(rest.substring(Math.min(from, to), to)).replaceAll("$1").strip();
	}

}

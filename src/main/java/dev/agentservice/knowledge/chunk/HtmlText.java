package dev.agentservice.knowledge.chunk;

import java.util.Set;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/**
 * The text of a page that a reader sees: headings as in Markdown, blocks as paragraphs,
 * rows of tables as lines, preformatted text as it is. Scripts, styles and what is hidden
 * are left out. Nothing is fetched.
 */
final class HtmlText implements NodeFilter {

	/** Lines of code that begin with a number sign are no headings. */
	private static final String FENCE = "```";

	private static final String PRE = "pre";

	private static final Set<String> ROWS = Set.of("tr", "br", "li", "dt", "dd", "option");

	private static final Set<String> CELLS = Set.of("td", "th");

	private final StringBuilder text = new StringBuilder();

	/** How many elements are open that keep their line ends. */
	private int preformatted;

	static String of(String html) {
		Document page = Jsoup.parse(html);
		HtmlText reader = new HtmlText();
		page.body().filter(reader);
		return reader.text.toString().strip();
	}

	@Override
	public FilterResult head(Node node, int depth) {
		if (node instanceof TextNode words) {
			if (this.preformatted > 0) {
				this.text.append(words.getWholeText());
			}
			else {
				append(words.text());
			}
		}
		else if (node instanceof Element element) {
			if (HtmlVisibility.isUnseen(element)) {
				return FilterResult.SKIP_ENTIRELY;
			}
			if (isHeading(element)) {
				breakLines(2);
				this.text.append("#".repeat(element.normalName().charAt(1) - '0')).append(' ');
			}
			else if (ROWS.contains(element.normalName())) {
				breakLines(1);
			}
			else if (element.isBlock() && !CELLS.contains(element.normalName())) {
				breakLines(2);
			}
			if (element.nameIs(PRE)) {
				this.preformatted++;
				this.text.append(FENCE).append('\n');
			}
		}
		return FilterResult.CONTINUE;
	}

	@Override
	public FilterResult tail(Node node, int depth) {
		if (node instanceof Element element) {
			if (element.nameIs(PRE)) {
				this.preformatted--;
				breakLines(1);
				this.text.append(FENCE);
			}
			if (CELLS.contains(element.normalName()) && element.nextElementSibling() != null) {
				this.text.append(" | ");
			}
			else if (isHeading(element) || (element.isBlock() && !isRowOrCell(element))) {
				breakLines(2);
			}
		}
		return FilterResult.CONTINUE;
	}

	private static boolean isRowOrCell(Element element) {
		return CELLS.contains(element.normalName()) || ROWS.contains(element.normalName());
	}

	private static boolean isHeading(Element element) {
		return element.normalName().matches("h[1-6]");
	}

	private void append(String words) {
		boolean atStart = this.text.isEmpty() || Character.isWhitespace(this.text.charAt(this.text.length() - 1));
		this.text.append(atStart ? words.stripLeading() : words);
	}

	/** Ends the line, with so many ends of line in a row. */
	private void breakLines(int lines) {
		if (this.text.isEmpty()) {
			return;
		}
		int end = this.text.length();
		while (end > 0 && this.text.charAt(end - 1) == ' ') {
			end--;
		}
		this.text.setLength(end);
		int have = 0;
		while (have < end && this.text.charAt(end - 1 - have) == '\n') {
			have++;
		}
		this.text.append("\n".repeat(Math.max(0, lines - have)));
	}

}

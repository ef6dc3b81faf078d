package dev.agentservice.guard.redact.link;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;

/**
 * Decides about links and images, and says what stands in their place; an empty string is
 * that they may stay.
 */
final class LinkVerdicts {

	private final Findings findings;

	private final LinkJudge judge;

	LinkVerdicts(Findings findings, LinkJudge judge) {
		this.findings = findings;
		this.judge = judge;
	}

	/**
	 * What stands in the place of what was collected, empty if it stays.
	 * @param state in which it was collected
	 * @param mark where in it the destination begins; before it stands what is shown
	 */
	String on(LinkState state, StringBuilder held, int mark) {
		boolean image = held.charAt(0) == '!';
		String shown = held.substring(0, mark);
		String rest = held.substring(mark);
		return switch (state) {
			case TAG -> onTag(held.substring(1));
			case RAW -> onUrls(held.toString());
			case COMMAND -> onCommand(shown.substring(1), rest);
			case DEFINITION -> onDefinition(shown, rest);
			default -> onDestination(image, shown, rest);
		};
	}

	/** Of {@code ![shown](rest)} or {@code ](rest)}. */
	String onDestination(boolean image, String shown, String rest) {
		Destination destination = Destination.of(WrittenDestination.in(rest.substring(1)));
		if (image) {
			String text = shown.substring(2, shown.length() - 1);
			return removes(FindingType.IMAGE, destination) ? text + ' ' + destination.removed("image") : "";
		}
		return removes(FindingType.LINK, destination) ? shown + ' ' + destination.removed("link") : "";
	}

	/** Of {@code ]: rest}; the character that ended it stays. */
	String onDefinition(String shown, String rest) {
		Destination destination = Destination.of(WrittenDestination.in(rest.substring(1)));
		String end = rest.endsWith("\n") ? "\n" : rest.endsWith(" ") ? " " : "";
		return removes(FindingType.LINK, destination) ? shown + ": " + destination.removed("link") + end : "";
	}

	/** Of a tag without the bracket that opens it. */
	String onTag(String tag) {
		if (HtmlTag.hasHandler(tag) && this.findings.looksFor(FindingType.IMAGE)) {
			this.findings.count(FindingType.IMAGE);
			return "(content removed)";
		}
		if (!HtmlTag.isWatched(tag)) {
			return "";
		}
		if (!HtmlTag.isAnchor(tag)) {
			return onUrls(tag);
		}
		Destination destination = Destination.of(HtmlTag.href(tag));
		if (removes(FindingType.LINK, destination)) {
			return destination.removed("link");
		}
		// What else is in an anchor is fetched, now or beside what is clicked on.
		return onUrls(HtmlTag.withoutHref(tag));
	}

	/** Of a command of LaTeX. */
	String onCommand(String name, String rest) {
		String argument = LatexCommand.argument(rest);
		Destination destination = Destination.of(argument);
		if (LatexCommand.isLink(name)) {
			return removes(FindingType.LINK, destination) ? destination.removed("link") : "";
		}
		if (removes(FindingType.IMAGE, destination)) {
			return destination.removed("content");
		}
		String inArgument = onUrls(argument);
		// Its options may be CSS.
		return inArgument.isEmpty() ? onUrls(rest) : inArgument;
	}

	/** Of whatever is fetched unasked. */
	String onUrls(String text) {
		for (String url : TagUrls.of(text)) {
			Destination destination = Destination.of(url);
			if (removes(FindingType.IMAGE, destination)) {
				return destination.removed("content");
			}
		}
		return "";
	}

	private boolean removes(FindingType type, Destination destination) {
		if (!this.findings.looksFor(type) || !this.judge.removes(type, destination)) {
			return false;
		}
		this.findings.count(type);
		return true;
	}

}

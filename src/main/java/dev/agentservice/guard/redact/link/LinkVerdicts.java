package dev.agentservice.guard.redact.link;

import java.util.Set;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;

/**
 * Decides about links and images, and says what stands in their place; an empty string is
 * that they may stay.
 */
final class LinkVerdicts {

	private final Findings findings;

	private final Set<String> trusted;

	private final int data;

	LinkVerdicts(Findings findings, Set<String> trusted, int data) {
		this.findings = findings;
		this.trusted = trusted;
		this.data = data;
	}

	/** Of {@code ![shown](rest)} or {@code ](rest)}. */
	String onDestination(boolean image, String shown, String rest) {
		Destination destination = Destination.of(destinationIn(rest.substring(1)));
		if (image) {
			String text = shown.substring(2, shown.length() - 1);
			return removes(FindingType.IMAGE, destination) ? text + ' ' + destination.removed("image") : "";
		}
		return removes(FindingType.LINK, destination) ? shown + ' ' + destination.removed("link") : "";
	}

	/** Of {@code ]: rest}; the character that ended it stays. */
	String onDefinition(String shown, String rest) {
		Destination destination = Destination.of(destinationIn(rest.substring(1)));
		String end = rest.endsWith("\n") ? "\n" : rest.endsWith(" ") ? " " : "";
		return removes(FindingType.LINK, destination) ? shown + ": " + destination.removed("link") + end : "";
	}

	/** Of a tag without the bracket that opens it. */
	String onTag(String tag) {
		boolean anchor = HtmlTag.isAnchor(tag);
		FindingType type = anchor ? FindingType.LINK : FindingType.IMAGE;
		for (String url : HtmlTag.urls(tag)) {
			Destination destination = Destination.of(url);
			if (removes(type, destination)) {
				return destination.removed(anchor ? "link" : "content");
			}
		}
		return "";
	}

	private boolean removes(FindingType type, Destination destination) {
		boolean harmful = destination.leadsAway(this.trusted)
				&& (type == FindingType.IMAGE || destination.carriesMoreThan(this.data));
		if (!harmful || !this.findings.looksFor(type)) {
			return false;
		}
		this.findings.count(type);
		return true;
	}

	/** Without angle brackets, title and the bracket that closes. */
	private static String destinationIn(String rest) {
		String written = rest.strip();
		if (written.startsWith("<")) {
			int end = written.indexOf('>');
			return written.substring(1, (end > 0) ? end : written.length());
		}
		int end = 0;
		while (end < written.length() && written.charAt(end) > ' ') {
			end++;
		}
		boolean closes = end == written.length() && written.endsWith(")");
		return written.substring(0, closes ? end - 1 : end);
	}

}

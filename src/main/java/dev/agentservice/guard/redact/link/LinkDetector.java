package dev.agentservice.guard.redact.link;

import java.util.Set;
import java.util.function.Consumer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * URLs standing in the text, which viewers of Markdown make links of: those that carry
 * data to a foreign host.
 *
 * @see <a href="https://github.github.com/gfm/#autolinks-extension-">GitHub Flavored
 * Markdown, autolinks</a>
 */
public final class LinkDetector implements Detector {

	private static final Pattern URL = Pattern.compile("(?i)(?:\\b(?:https?|ftp|wss?)://|\\bwww\\.)[^\\s\"<>`\\\\]+");

	private static final String TRAILING = ").,;:!?'*_~";

	private final Set<String> trusted;

	private final int data;

	/**
	 * Creates the detector.
	 * @param trusted hosts that links may point at
	 * @param data how many characters of data a link to any other host may carry
	 */
	public LinkDetector(Set<String> trusted, int data) {
		this.trusted = trusted;
		this.data = data;
	}

	@Override
	public FindingType type() {
		return FindingType.LINK;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (passage.length() <= this.data / 2 || !mayContain(passage)) {
			return;
		}
		Matcher matcher = URL.matcher(passage.text());
		int from = passage.from();
		while (from < passage.text().length() && matcher.find(from)) {
			int end = matcher.end();
			while (TRAILING.indexOf(passage.at(end - 1)) >= 0) {
				end--;
			}
			Destination destination = read(passage.text().substring(matcher.start(), end));
			if (destination.leadsAway(this.trusted) && destination.carriesMoreThan(this.data)) {
				found.accept(new Span(FindingType.LINK, matcher.start(), end));
			}
			from = matcher.end();
		}
	}

	static Destination read(String url) {
		return Destination.of(url.regionMatches(true, 0, "www.", 0, 4) ? "http://" + url : url);
	}

	private static boolean mayContain(Passage passage) {
		return passage.lower().indexOf("://", passage.from()) >= 0
				|| passage.lower().indexOf("www.", passage.from()) >= 0;
	}

}

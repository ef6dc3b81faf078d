package dev.agentservice.guard.redact.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * URLs standing in the text, which viewers of Markdown make links of: those that carry
 * data to a foreign host. For one answer.
 *
 * @see <a href="https://github.github.com/gfm/#autolinks-extension-">GitHub Flavored
 * Markdown, autolinks</a>
 */
public final class LinkDetector implements Detector {

	/**
	 * With a scheme, with two slashes alone, or with nothing before the host, as many
	 * viewers understand it.
	 */
	private static final Pattern URL = Pattern.compile("(?i)(?:\\b[a-z][a-z0-9+.-]{0,30}://|\\bwww\\."
			+ "|(?:^|[\\s(\\[{|*_~'=,])(?://)?(?:[a-z0-9_-]{1,63}\\.)+[a-z]{2,24}(?::[0-9]{1,5})?[/?#])"
			+ "[^\\s\"<>`\\\\]+");

	private static final String LEADING = " \t\r\n([{|*_~'=,";

	private static final String TRAILING = ")}].,;:!?'*_~";

	/** Such a character ends a host, whatever it ends besides. */
	private static final Pattern BROKEN_HOST = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://[^/?#{}]+)[{}]");

	private final LinkJudge judge;

	private final List<Detector> others;

	/**
	 * Creates the detector of one answer.
	 * @param others what they take out of a URL it need not carry away
	 */
	public LinkDetector(LinkJudge judge, List<Detector> others) {
		this.judge = judge;
		this.others = List.copyOf(others);
	}

	@Override
	public FindingType type() {
		return FindingType.LINK;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (!mayContain(passage)) {
			return;
		}
		Matcher matcher = URL.matcher(passage.text());
		// What stands before a host tells whether it is one.
		int from = Math.max(0, passage.from() - 1);
		while (from < passage.text().length() && matcher.find(from)) {
			int start = matcher.start();
			while (LEADING.indexOf(passage.at(start)) >= 0) {
				start++;
			}
			int end = matcher.end();
			while (end > start && TRAILING.indexOf(passage.at(end - 1)) >= 0) {
				end--;
			}
			end = endOfHost(passage.text().substring(start, end)) + start;
			if (start >= passage.from() && removes(passage, start, end)) {
				found.accept(new Span(FindingType.LINK, start, end));
			}
			from = matcher.end();
		}
	}

	private boolean removes(Passage passage, int start, int end) {
		StringBuilder url = new StringBuilder(passage.text().substring(start, end));
		if (!this.judge.removes(FindingType.LINK, read(url.toString()))) {
			return false;
		}
		List<Span> taken = new ArrayList<>();
		this.others.forEach((detector) -> detector.detect(passage, taken::add));
		taken.removeIf((span) -> span.start() < start || span.end() > end);
		taken.sort(Comparator.comparingInt(Span::start).reversed());
		int uncut = end;
		for (Span span : taken) {
			if (span.end() <= uncut) {
				url.delete(span.start() - start, span.end() - start);
				uncut = span.start();
			}
		}
		return taken.isEmpty() || this.judge.removes(FindingType.LINK, read(url.toString()));
	}

	private static int endOfHost(String url) {
		Matcher broken = BROKEN_HOST.matcher(url);
		return broken.find() ? broken.end(1) : url.length();
	}

	static Destination read(String url) {
		return Destination.of(url.regionMatches(true, 0, "www.", 0, 4) ? "http://" + url : url);
	}

	private static boolean mayContain(Passage passage) {
		String lower = passage.lower();
		int dot = lower.indexOf('.', passage.from());
		return lower.indexOf("://", passage.from()) >= 0
				|| (dot >= 0 && (lower.indexOf('/', dot) >= 0 || lower.indexOf('?', dot) >= 0
						|| lower.indexOf('#', dot) >= 0 || lower.indexOf("www.", passage.from()) >= 0));
	}

}

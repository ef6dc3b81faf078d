package dev.agentservice.guard.redact.personal;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * E-mail addresses, international ones included; not those in quotes or written as words
 * ("jane at example dot org").
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1">RFC 5321 for the
 * lengths</a>
 */
final class EmailDetector implements Detector {

	private static final String AT = "(?:@|%40)";

	/** Names such as icon@2x.png are files. */
	private static final Set<String> FILES = Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "css", "js", "json");

	/** Its repetitions have no bounds, so RE2 alone is linear. */
	private static final Pattern ADDRESS = Pattern.compile("(?i)[\\p{L}\\p{N}_+][\\p{L}\\p{N}\\p{Mn}._%+'-]*" + AT
			+ "(?:[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{Mn}-]*\\.)+(?:xn--[a-z0-9-]{2,59}|\\p{L}{2,24})");

	@Override
	public FindingType type() {
		return FindingType.EMAIL;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (!mayContain(passage)) {
			return;
		}
		Matcher matcher = ADDRESS.matcher(passage.text());
		int from = passage.from();
		while (from < passage.text().length() && matcher.find(from)) {
			if (confirms(passage, matcher.start(), matcher.end())) {
				found.accept(new Span(FindingType.EMAIL, matcher.start(), matcher.end()));
			}
			from = matcher.end();
		}
	}

	private static boolean mayContain(Passage passage) {
		return passage.text().indexOf('@', passage.from()) >= 0 || passage.text().indexOf("%40", passage.from()) >= 0;
	}

	private static boolean confirms(Passage passage, int start, int end) {
		String address = passage.lower().substring(start, end);
		String top = address.substring(address.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
		boolean secureShell = address.startsWith("git@") && passage.at(end) == ':';
		return !FILES.contains(top) && !secureShell;
	}

}

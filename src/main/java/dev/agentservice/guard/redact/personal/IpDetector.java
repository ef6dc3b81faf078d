package dev.agentservice.guard.redact.personal;

import java.util.regex.Pattern;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Passage;

/**
 * Addresses of machines, versions 4 and 6, but those of every machine itself. Four
 * numbers behind a word such as "version" or "section" are none.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4291#section-2.2">RFC 4291</a>
 */
final class IpDetector extends PatternDetector {

	private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

	private static final Pattern COLONS = Pattern.compile(":+");

	private static final Pattern VERSION = Pattern
		.compile("\\b(?:versions?|ver|v|releases?|sections?|chapters?|clauses?|builds?|rev|revision|firmware|drivers?|"
				+ "paragraphs?|figures?|tables?|upgraded?|updated?|oid|\\x{a7})\\b");

	private static final Pattern ADDRESS = Pattern.compile("\\b(?:ip|ipv4|address|addresses|host|server|from|ping)\\b");

	IpDetector() {
		super(FindingType.IP_ADDRESS,
				OCTET + "(?:\\." + OCTET + "){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,8}(?:(?:\\." + OCTET + "){3})?");
	}

	@Override
	boolean mayContain(Passage passage) {
		return passage.digits() > 0 && (passage.text().indexOf('.', passage.from()) >= 0
				|| passage.text().indexOf(':', passage.from()) >= 0);
	}

	@Override
	boolean confirms(Passage passage, int start, int end) {
		String address = passage.lower().substring(start, end);
		if (Character.isLetterOrDigit(passage.at(end)) || passage.at(end) == '_') {
			return false;
		}
		return (address.indexOf(':') >= 0) ? isVersionSix(passage, start, address)
				: Boundary.isClean(passage, start, end) && isVersionFour(passage, start, address);
	}

	private static boolean isVersionFour(Passage passage, int start, String address) {
		boolean product = passage.at(start - 1) == '/' && Fold.isAlphanumeric(passage.at(start - 2));
		boolean own = address.startsWith("127.") || "0.0.0.0".equals(address) || "255.255.255.255".equals(address);
		return !product && !own && !isNumbering(passage.near(start));
	}

	/** Whether the last telling word before it speaks of a version. */
	private static boolean isNumbering(String before) {
		return last(VERSION, before) > last(ADDRESS, before);
	}

	private static int last(Pattern pattern, String text) {
		int last = -1;
		var matcher = pattern.matcher(text);
		while (matcher.find()) {
			last = matcher.start();
		}
		return last;
	}

	private static boolean isVersionSix(Passage passage, int start, String address) {
		char before = passage.at(start - 1);
		if (Character.isLetterOrDigit(before) || before == '_' || before == ':'
				|| !address.chars().anyMatch(Fold::isDigit)) {
			return false;
		}
		int gap = address.indexOf("::");
		String[] groups = COLONS.split(address, 0);
		boolean dotted = address.indexOf('.') > 0;
		int count = groups.length + (dotted ? 1 : 0) - (groups[0].isEmpty() ? 1 : 0);
		if (gap < 0) {
			return count == 8 && !address.endsWith(":") && !groups[0].isEmpty();
		}
		boolean once = address.indexOf("::", gap + 1) < 0 && !(address.endsWith(":") && !address.endsWith("::"));
		// "a::b" is more likely a name in C++.
		return once && count < 8 && (groups.length > 1 || (count > 0 && address.endsWith("::")))
				&& (dotted || groups[0].length() >= 3);
	}

}

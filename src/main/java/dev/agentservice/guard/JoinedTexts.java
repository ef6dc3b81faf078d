package dev.agentservice.guard;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.guard.Submission.Part;

/**
 * How messages read when a model reads on from one into the next, or from one short line
 * into the next: what is divided among them stands together again. Only what is near a
 * seam is read, so that together this is never more than six times as long as the
 * messages, and mostly much shorter.
 */
final class JoinedTexts {

	/** What a rule reaches over is shorter. */
	static final int REACH = 160;

	/** A line that is not longer may be a piece of what is divided. */
	static final int SHORT_LINE = 40;

	/** The same with what is around it. */
	private static final int LONGEST_LINE = 1000;

	/** Over this no rule reaches. */
	private static final String GAP = "\n\n";

	private static final String LINE_ENDS = "\n\r\u000b\f\u0085\u2028\u2029";

	/** A text is divided between its words, or within one. */
	private static final List<String> SEAMS = List.of(" ", "");

	private JoinedTexts() {
	}

	/**
	 * All readings of messages, none of a single one.
	 * @param parts oldest first
	 */
	static List<String> of(List<Part> parts) {
		List<Part> spoken = parts.stream().filter((part) -> !part.text().isBlank()).toList();
		// What others say in between hides nothing.
		List<Part> users = spoken.stream().filter(Part::user).toList();
		Set<String> readings = new LinkedHashSet<>();
		for (List<Part> voices : List.of(spoken, users)) {
			if (voices.size() > 1) {
				SEAMS.forEach((seam) -> readings.add(joined(voices, seam)));
			}
		}
		return List.copyOf(readings);
	}

	private static String joined(List<Part> parts, String seam) {
		return parts.stream().map((part) -> ends(part.text())).collect(Collectors.joining(seam));
	}

	/** All readings of short lines, of each message by itself. */
	static List<String> ofLines(List<Part> parts) {
		return parts.stream()
			.flatMap((part) -> SEAMS.stream().map((seam) -> shortLines(part.text(), seam)))
			.filter((reading) -> !reading.isEmpty())
			.distinct()
			.toList();
	}

	/** The short lines, those joined that follow each other, if any do. */
	private static String shortLines(String text, String seam) {
		StringBuilder read = new StringBuilder();
		boolean afterShort = false;
		boolean joined = false;
		for (int from = 0; from < text.length();) {
			int end = endOfLine(text, from);
			String line = (end - from <= LONGEST_LINE) ? text.substring(from, end).strip() : "";
			boolean isShort = end - from <= LONGEST_LINE && line.length() <= SHORT_LINE;
			if (isShort && !line.isEmpty()) {
				read.append(afterShort ? seam : GAP).append(line);
				joined |= afterShort;
			}
			// A divided word goes on behind an empty line; a sentence seldom does.
			afterShort = isShort && (!line.isEmpty() || (afterShort && seam.isEmpty()));
			from = text.startsWith("\r\n", end) ? end + 2 : end + 1;
		}
		return joined ? read.substring(GAP.length()) : "";
	}

	private static int endOfLine(String text, int from) {
		int end = from;
		while (end < text.length() && LINE_ENDS.indexOf(text.charAt(end)) < 0) {
			end++;
		}
		return end;
	}

	/** A text without its middle. */
	private static String ends(String text) {
		String said = text.strip();
		return (said.length() <= 2 * REACH) ? said
				: said.substring(0, REACH) + GAP + said.substring(said.length() - REACH);
	}

}

package dev.agentservice.guard;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.agentservice.guard.Submission.Part;

/**
 * How messages read when a model reads on from one into the next: what is divided among
 * them stands together again. Only what is near a seam is read, so that together this is
 * never more than four times as long as the messages, and mostly much shorter.
 */
final class JoinedTexts {

	/** What a rule reaches over is shorter. */
	static final int REACH = 160;

	/** Over this no rule reaches. */
	private static final String GAP = "\n\n";

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
				SEAMS.forEach((seam) -> readings
					.add(voices.stream().map((part) -> ends(part.text())).collect(Collectors.joining(seam))));
			}
		}
		return List.copyOf(readings);
	}

	/** A text without its middle. */
	private static String ends(String text) {
		String said = text.strip();
		return (said.length() <= 2 * REACH) ? said
				: said.substring(0, REACH) + GAP + said.substring(said.length() - REACH);
	}

}

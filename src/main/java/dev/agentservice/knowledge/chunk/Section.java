package dev.agentservice.knowledge.chunk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a text below one heading of Markdown, the heading included.
 *
 * @param start where it begins
 * @param end where it ends
 * @param headings those above it and its own, the highest first
 */
record Section(int start, int end, List<String> headings) {

	private static final Pattern FENCE = Pattern.compile(" {0,3}(```|~~~).*");

	/** All sections of a text; joined they are the text. */
	static List<Section> of(String text) {
		List<Section> sections = new ArrayList<>();
		List<Heading> open = new ArrayList<>();
		boolean fenced = false;
		boolean hasText = false;
		int start = 0;
		int lineStart = 0;
		while (lineStart < text.length()) {
			int newLine = text.indexOf('\n', lineStart);
			int next = (newLine < 0) ? text.length() : newLine + 1;
			// A line that is longer than any heading is none.
			String line = text.substring(lineStart, Math.min(next, lineStart + 600)).stripTrailing();
			fenced ^= FENCE.matcher(line).matches();
			Heading heading = Heading.of(line);
			if (!fenced && heading != null) {
				// A heading with nothing below it belongs to what follows.
				if (hasText) {
					add(sections, start, lineStart, open);
					start = lineStart;
					hasText = false;
				}
				open.removeIf((one) -> one.level() >= heading.level());
				open.add(heading);
			}
			else {
				hasText |= !line.isBlank();
			}
			lineStart = next;
		}
		add(sections, start, text.length(), open);
		return sections;
	}

	/** What stands above the text, the title first. */
	String path(String title) {
		return Stream.concat(Stream.of(title), this.headings.stream())
			.filter((one) -> !one.isBlank())
			.distinct()
			.collect(Collectors.joining(" > "));
	}

	private static void add(List<Section> sections, int start, int end, List<Heading> open) {
		if (end > start) {
			sections.add(new Section(start, end, open.stream().map(Heading::text).toList()));
		}
	}

	/** A heading. Each character of a line is looked at a few times, whatever it is. */
	record Heading(int level, String text) {

		private static final int MOST_INDENT = 3;

		private static final int LOWEST = 6;

		private static final int LONGEST = 500;

		/** What a line says as a heading; null if it is none. */
		static @Nullable Heading of(CharSequence line) {
			int start = past(line, 0, " ");
			int marks = past(line, start, "#");
			int text = past(line, marks, " \t");
			int end = line.length();
			while (end > text && " \t#".indexOf(line.charAt(end - 1)) >= 0) {
				end--;
			}
			int level = marks - start;
			if (start > MOST_INDENT || level < 1 || level > LOWEST || text == marks || end == text
					|| end - text > LONGEST) {
				return null;
			}
			return new Heading(level, line.subSequence(text, end).toString().strip());
		}

		private static int past(CharSequence line, int from, String characters) {
			int end = from;
			while (end < line.length() && characters.indexOf(line.charAt(end)) >= 0) {
				end++;
			}
			return end;
		}

	}

}

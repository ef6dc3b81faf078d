package dev.agentservice.simulator.demo;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Answers from passages that stand before a task, with the sentence that shares most
 * words with it, and cites it.
 */
final class Passages {

	private static final Pattern PASSAGE = Pattern
		.compile("<passage id=\"(p:[A-Z2-7]+)\" title=\"[^\"]*\">\n(.*?)\n</passage>", Pattern.DOTALL);

	private Passages() {
	}

	/** The answer to a task with passages; nothing if there are none. */
	static Optional<String> answer(String task) {
		Matcher matcher = PASSAGE.matcher(task);
		Set<String> wanted = Words.of(question(task));
		return matcher.results()
			.flatMap((passage) -> sentences(passage.group(2))
				.map((sentence) -> new Found(sentence, passage.group(1), shared(wanted, sentence))))
			.max(Comparator.comparingInt(Found::words))
			.map((found) -> found.words() > 0 ? found.sentence() + " [" + found.label() + "]"
					: "The documents do not say.");
	}

	/** The task without its passages. */
	static String question(String task) {
		int end = task.lastIndexOf("</passage>");
		return (end >= 0) ? task.substring(end + "</passage>".length()).strip() : task;
	}

	private static Stream<String> sentences(String text) {
		return List.of(text.split("(?<=[.!?])\\s+|\n{2,}", -1))
			.stream()
			.map((sentence) -> sentence.replaceAll("\\s+", " ").strip())
			.filter((sentence) -> !sentence.isEmpty() && !sentence.startsWith("#"));
	}

	private static int shared(Set<String> wanted, String sentence) {
		Set<String> words = new HashSet<>(Words.of(sentence));
		words.retainAll(wanted);
		return words.size();
	}

	private record Found(String sentence, String label, int words) {

	}

}

package dev.agentservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Comments and documents use the field's words; {@code CONTRIBUTING.md} has the glossary.
 * The file {@code wording.txt} lists how often each file still breaks this: no number may
 * grow.
 */
@BesideOthers
class WordingTests {

	private static final Pattern REFUSED = Pattern.compile(
			"\\b(spared|strangers|is away|nobody hears|whoever|told to|halls|abreast|in vain|dear|what is left|brought by)\\b",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

	private static final Pattern NEW_LINE = Pattern.compile("\\s*\n\\s*(\\*(?!/)|//)?\\s*");

	@Test
	void noFileHasMoreRefusedWordsThanTheListSays() throws IOException {
		assertThat(exceeded(listed(), found())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/** Its circuit is spared. */", "// Whoever asks.", "/**\n * Redis is\n * away.\n */",
			"// one\n\t// in\n\t// vain" })
	void aRefusedWordIsFoundInAComment(String code) {
		assertThat(refusedWords(comments(code))).isOne();
	}

	@Test
	void codeAndOtherWordsAreNotRefused() {
		assertThat(refusedWords(comments("String whoever; /* The client. */"))).isZero();
		assertThat(refusedWords("Marshalls spare endearments.")).isZero();
	}

	@Test
	void whatIsWorseThanTheListAndWhatIsListedForNothingAreNamed() {
		assertThat(exceeded(Map.of("a.md", 1, "b.md", 2, "c.md", 1), Map.of("a.md", 2, "b.md", 1, "d.md", 1)))
			.containsExactly("a.md has 2 refused words, of at most 1", "d.md has 1 refused words, of at most 0",
					"c.md has no refused words any more, and can leave the list");
	}

	private static List<String> exceeded(Map<String, Integer> listed, Map<String, Integer> found) {
		List<String> exceeded = new ArrayList<>();
		new TreeMap<>(found).forEach((file, words) -> {
			int most = listed.getOrDefault(file, 0);
			if (words > most) {
				exceeded.add("%s has %d refused words, of at most %d".formatted(file, words, most));
			}
		});
		listed.keySet()
			.stream()
			.filter((file) -> !found.containsKey(file))
			.sorted()
			.forEach((file) -> exceeded.add(file + " has no refused words any more, and can leave the list"));
		return exceeded;
	}

	private static Map<String, Integer> listed() throws IOException {
		return Files.readAllLines(Path.of("src/test/resources/wording.txt"))
			.stream()
			.map((line) -> line.split(" "))
			.collect(Collectors.toMap((row) -> row[1], (row) -> Integer.valueOf(row[0])));
	}

	private static Map<String, Integer> found() throws IOException {
		Map<String, Integer> found = new TreeMap<>();
		for (Path file : files(Path.of("src/main/java"), Integer.MAX_VALUE, ".java")) {
			found.put(file.toString(), refusedWords(comments(Files.readString(file))));
		}
		for (Path file : files(Path.of("docs"), Integer.MAX_VALUE, ".md")) {
			found.put(file.toString(), refusedWords(Files.readString(file)));
		}
		for (Path file : files(Path.of(""), 1, ".md")) {
			found.put(file.toString(), refusedWords(Files.readString(file)));
		}
		found.values().removeIf((words) -> words == 0);
		return found;
	}

	private static List<Path> files(Path directory, int depth, String ending) throws IOException {
		try (Stream<Path> files = Files.walk(directory, depth)) {
			return files.filter((file) -> file.toString().endsWith(ending)).toList();
		}
	}

	private static int refusedWords(String text) {
		return (int) REFUSED.matcher(NEW_LINE.matcher(text).replaceAll(" ")).results().count();
	}

	private static String comments(String code) {
		return COMMENT.matcher(code).results().map(MatchResult::group).collect(Collectors.joining("\n"));
	}

}

package dev.agentservice.guard.injection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.guard.injection.pattern.WordMatcher;
import dev.agentservice.guard.injection.pattern.WordPattern;
import dev.agentservice.guard.injection.word.Lexicon;
import dev.agentservice.guard.injection.word.Symbol;
import dev.agentservice.support.Deadline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Which patterns are tried at all, and that none is left out that would match. */
class MatcherIndexTests {

	private static final List<String> WORDS = List.of("a", "b", "c", "d", "e", "f");

	private final Lexicon lexicon = new Lexicon(
			WORDS.stream().collect(Collectors.toMap(Function.identity(), (word) -> Set.of("=" + word))));

	private final Deadline deadline = Deadline.after(Duration.ofMinutes(1));

	@ParameterizedTest
	@CsvSource(delimiter = ';', nullValues = "nothing",
			value = { "a b; a b", "a .{0,2} b; a b", "a b? c; a c", "a (b|c); a bc", "a (b|c d) e; a bc e",
					"a (b|c?) d; a d", "^ a $; a", "a{0,1} b; b", "a{1,2} b; a b", "a !b; a", ".; nothing",
					"(a|b)? c; c", "a|b; ab" })
	void aPatternSaysWithoutWhichWordsItCannotMatch(String pattern, String required) {
		Lexicon words = new Lexicon(Stream.concat(WORDS.stream(), Stream.of("x"))
			.collect(Collectors.toMap(Function.identity(), (word) -> Set.of("=" + word, word))));
		List<BitSet> expected = (required != null)
				? Stream.of(required.split(" ")).map((letters) -> symbols(words, letters)).toList() : List.of();
		assertThat(WordPattern.parse(pattern.replace("!", "!@")).compile(words).required()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "a b; false", "^ a; false", "a $; false", "^ a $; false", "(^|b) a; false", "a (b|$); false",
					"a $ b; true", "a ^ b; true", "a (b|$) c; true", "(a|b $) c; true", "a $ (b|c); true",
					"a $ .{0,3} b; true" })
	void aPatternReachesIntoTheNextSentenceOnlyIfOneBeginsOrEndsInItsMiddle(String pattern, boolean crossing) {
		assertThat(matcher(pattern).crossing()).isEqualTo(crossing);
	}

	@Test
	void eachRuleIsFoundByAnyOfItsPatternsInAnySentence() {
		Rule first = rule("first", "a b", "c d");
		Rule second = rule("second", "a $ b");
		Rule third = rule("third", "b c d e f");
		MatcherIndex index = new MatcherIndex(List.of(first, second, third), this.lexicon.size());
		assertThat(find(index, "a b")).containsExactly(first);
		assertThat(find(index, "e f. c d")).containsExactly(first);
		assertThat(find(index, "a. b")).containsExactly(second);
		assertThat(find(index, "a. c b")).isEmpty();
		assertThat(find(index, "a b c d e. a. b c d e f")).containsExactlyInAnyOrder(first, second, third);
		assertThat(find(index, ". . b c d e")).containsExactly(first);
		assertThat(find(index, "")).isEmpty();
	}

	/** The index only saves work. */
	@Test
	void itFindsWhatTryingEveryPatternFinds() {
		Random random = new Random(20261123);
		List<Rule> rules = IntStream.range(0, 60).mapToObj((i) -> rule("rule" + i, pattern(random))).toList();
		MatcherIndex index = new MatcherIndex(rules, this.lexicon.size());
		for (int round = 0; round < 200; round++) {
			String symbols = symbols(words(random, 1 + random.nextInt(12)));
			assertThat(index.find(symbols, this.deadline)).as("round %d", round)
				.containsExactlyInAnyOrderElementsOf(
						rules.stream().filter((rule) -> rule.patterns().getFirst().matches(symbols)).toList());
		}
	}

	@Test
	void whoHasNoTimeIsToldSo() {
		MatcherIndex index = new MatcherIndex(List.of(), this.lexicon.size());
		assertThatExceptionOfType(TooSlowException.class)
			.isThrownBy(() -> index.find("", Deadline.after(Duration.ZERO)));
	}

	private Set<Rule> find(MatcherIndex index, String text) {
		return index.find(symbols(text), this.deadline);
	}

	private String symbols(String text) {
		return text.replace(" ", "")
			.chars()
			.mapToObj((c) -> (c == '.') ? Symbol.SENTENCE : this.lexicon.symbolOf(Character.toString(c)))
			.map(String::valueOf)
			.collect(Collectors.joining());
	}

	private Rule rule(String id, String... patterns) {
		return new Rule(id, Family.OVERRIDE, "It is.", List.of(), 1, 1, Stream.of(patterns).map(this::matcher).toList(),
				List.of(), List.of(), List.of());
	}

	private WordMatcher matcher(String pattern) {
		return WordPattern.parse(pattern).compile(this.lexicon);
	}

	private static BitSet symbols(Lexicon lexicon, String letters) {
		BitSet symbols = new BitSet();
		letters.chars().forEach((letter) -> symbols.or(lexicon.symbolsOf("=" + (char) letter)));
		return symbols;
	}

	private static String pattern(Random random) {
		List<String> parts = new ArrayList<>();
		for (int i = 1 + random.nextInt(5); i > 0; i--) {
			parts.add(switch (random.nextInt(6)) {
				case 0 -> "(" + word(random) + "|" + word(random) + ")";
				case 1 -> word(random) + "?";
				case 2 -> ".{0,2}";
				default -> word(random);
			});
		}
		parts.add(random.nextInt(parts.size() + 1), word(random));
		return String.join(" ", parts);
	}

	private static String words(Random random, int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> word(random) + (random.nextInt(6) == 0 ? "." : ""))
			.collect(Collectors.joining(" "));
	}

	private static String word(Random random) {
		return WORDS.get(random.nextInt(WORDS.size()));
	}

}

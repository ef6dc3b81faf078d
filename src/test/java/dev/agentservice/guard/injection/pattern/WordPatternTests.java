package dev.agentservice.guard.injection.pattern;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.agentservice.guard.injection.word.Lexicon;
import dev.agentservice.guard.injection.word.SymbolReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WordPatternTests {

	private static final Map<String, Set<String>> ANIMALS = Map.of("cat", Set.of("animal"), "hund*", Set.of("animal"),
			"hundert", Set.of("many"), "犬", Set.of("animal"), "été", Set.of("season"));

	@Test
	void wordsMatchInAnyCaseAndWithOrWithoutMarks() {
		assertThat(matches("the @animal", "See THE Cat!")).isTrue();
		assertThat(matches("@season", "un ete, un ÉTÉ")).isTrue();
		assertThat(matches("the @animal", "the dog")).isFalse();
		assertThat(matches("old the @animal", "the old cat")).isFalse();
	}

	@Test
	void aStemMatchesAnyEndingAndAWordHasItsOwnMeaningToo() {
		assertThat(matches("@animal", "zwei Hunde")).isTrue();
		assertThat(matches("@animal", "hundert")).isTrue();
		assertThat(matches("@many", "hundert")).isTrue();
		assertThat(matches("@many", "hunde")).isFalse();
	}

	@Test
	void gapsAndQuantifiersCountWords() {
		assertThat(matches("the .{0,2} @animal", "the very old cat")).isTrue();
		assertThat(matches("the .{0,2} @animal", "the very very old cat")).isFalse();
		assertThat(matches("the (old|young)? @animal", "the young cat")).isTrue();
		assertThat(matches("the !@animal", "the cat")).isFalse();
		assertThat(matches("the !@animal", "the tree")).isTrue();
	}

	@Test
	void aGapDoesNotReachIntoTheNextSentence() {
		assertThat(matches("the .{0,3} @animal", "the end. A cat")).isFalse();
		assertThat(matches("the .{0,3} @animal", "the end\n\nA cat")).isFalse();
		assertThat(matches("the .{0,3} @animal", "the\nold\ncat")).isTrue();
	}

	@Test
	void beginningsAndEndsAreThoseOfSentencesAndLines() {
		assertThat(matches("^ cat", "A dog. Cat")).isTrue();
		assertThat(matches("^ cat", "dog\ncat")).isTrue();
		assertThat(matches("^ cat", "a cat")).isFalse();
		assertThat(matches("cat $", "a cat, too")).isFalse();
		assertThat(matches("cat $", "a cat!")).isTrue();
		assertThat(matches("cat $ .{0,2} dog", "a cat! a dog")).isTrue();
	}

	@Test
	void wordsAreFoundHoweverTheyAreWritten() {
		String pattern = "the @animal";
		assertThat(matches(pattern, "the c.a.t")).isTrue();
		assertThat(matches(pattern, "the **c**at")).isTrue();
		assertThat(matches(pattern, "t h e   c a t")).isTrue();
		assertThat(matches(pattern, "7h3 c4t")).isTrue();
		assertThat(matches(pattern, "the сat")).isTrue();
		assertThat(matches("@animal", "大きい犬です")).isTrue();
		assertThat(matches(pattern, "<b>the</b> <i>cat</i>")).isFalse();
	}

	@Test
	void theWordsOfAPatternAreThoseThatStandInIt() {
		assertThat(WordPattern.parse("^ the (old|young)? .{0,2} !@season cat* : $").words()).containsExactly("cat*",
				"old", "the", "young");
	}

	@Test
	void addressesAndNumbersAreWordsOfTheirOwn() {
		assertThat(matches("to @url", "go to https://shop.example/x?y")).isTrue();
		assertThat(matches("to @url", "go to shop.example.")).isTrue();
		assertThat(matches("to @email", "go to me@shop.example!")).isTrue();
		assertThat(matches("to @number", "go to 17")).isTrue();
		assertThat(matches("to @url", "go to bed.")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "the % cat", "(the cat", "the) cat", "@nothing", "the {a,b}" })
	void aPatternWithAMistakeIsRefused(String pattern) {
		assertThatIllegalArgumentException().isThrownBy(() -> matches(pattern, "the cat"));
	}

	private static boolean matches(String pattern, String text) {
		WordPattern parsed = WordPattern.parse(pattern);
		Map<String, Set<String>> words = new TreeMap<>(ANIMALS);
		parsed.words()
			.forEach((word) -> words.merge(word, Set.of(WordPattern.vocabularyOf(word)), WordPatternTests::union));
		Lexicon lexicon = new Lexicon(words);
		return parsed.compile(lexicon).matches(new SymbolReader(lexicon).read(text));
	}

	private static Set<String> union(Set<String> some, Set<String> others) {
		Set<String> all = new java.util.TreeSet<>(some);
		all.addAll(others);
		return all;
	}

}

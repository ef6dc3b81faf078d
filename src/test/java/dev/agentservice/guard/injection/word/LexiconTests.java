package dev.agentservice.guard.injection.word;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which words mean the same, and which mean something at all. */
class LexiconTests {

	@Test
	void wordsOfTheSameMeaningsShareASymbolAndNoOthers() {
		Lexicon lexicon = new Lexicon(Map.of("cat", Set.of("animal"), "dog", Set.of("animal"), "bat",
				Set.of("animal", "tool"), "axe", Set.of("tool")));
		assertThat(lexicon.symbolOf("cat")).isEqualTo(lexicon.symbolOf("dog"));
		assertThat(List.of(lexicon.symbolOf("cat"), lexicon.symbolOf("bat"), lexicon.symbolOf("axe"),
				lexicon.symbolOf("cow")))
			.doesNotHaveDuplicates()
			.last()
			.isEqualTo(Symbol.UNKNOWN);
		assertThat(lexicon.symbolsOf("animal").cardinality()).isEqualTo(2);
		assertThat(lexicon.symbolsOf("tool")).isNotEqualTo(lexicon.symbolsOf("animal"));
	}

	@Test
	void noWordIsMistakenForANumberOrTheEndOfASentenceHoweverManyThereAre() {
		List<String> words = IntStream.range(0, 500)
			.mapToObj((i) -> "word" + (char) ('a' + i / 26) + (char) ('a' + i % 26))
			.toList();
		Lexicon lexicon = new Lexicon(words.stream().collect(Collectors.toMap((word) -> word, Set::of)));
		assertThat(words).extracting((word) -> (int) lexicon.symbolOf(word))
			.doesNotHaveDuplicates()
			.allMatch((symbol) -> symbol >= Symbol.FIRST_GROUP && symbol - Symbol.UNKNOWN < lexicon.size());
	}

	@Test
	void theSizeIsThatOfAllSymbols() {
		int none = new Lexicon(Map.of()).size();
		assertThat(none).isGreaterThan(Symbol.EMAIL - Symbol.UNKNOWN);
		assertThat(new Lexicon(Map.of("cat", Set.of("animal"), "dog", Set.of("animal"))).size()).isEqualTo(none + 1);
	}

	@ParameterizedTest
	@CsvSource({ "hund, both", "hunde, stem", "hundertwass, stem", "hundertwasser, none", "hun, none",
			"hundert, both" })
	void aStemTakesEndingsOfUpToEightLetters(String word, String meaning) {
		Lexicon lexicon = new Lexicon(
				Map.of("hund*", Set.of("stem"), "hund", Set.of("word"), "hundert", Set.of("word")));
		char symbol = lexicon.symbolOf(word);
		assertThat(symbol).isEqualTo(switch (meaning) {
			case "none" -> Symbol.UNKNOWN;
			case "stem" -> symbolOf(lexicon, "stem", "word");
			default -> (char) (Symbol.UNKNOWN + lexicon.symbolsOf("word").nextSetBit(0));
		});
	}

	/** The one that is in a vocabulary and not in another. */
	private static char symbolOf(Lexicon lexicon, String vocabulary, String other) {
		return (char) (Symbol.UNKNOWN + lexicon.symbolsOf(vocabulary)
			.stream()
			.filter((symbol) -> !lexicon.symbolsOf(other).get(symbol))
			.findFirst()
			.orElseThrow());
	}

}

package dev.agentservice.guard.injection.word;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is a word, to the character. Known words are shown as themselves, others as
 * {@code _}, the end of a sentence as {@code .}, of a line as {@code /}.
 */
class SymbolReaderTests {

	private static final List<String> WORDS = List.of("ignore", "the", "rules", "now", "dont", "instruction", "site",
			"leet", "1337", "instructions", "忽略", "規則", "open", "odd", "all", "a", "i", "in", "to", "into", "agenda");

	private static final Lexicon LEXICON = new Lexicon(
			WORDS.stream().collect(Collectors.toMap((word) -> word, Set::of)));

	private static final Map<Character, String> NAMES = names();

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "ignore the rules|ignore the rules", "Ignore THE Rules|ignore the rules",
			"ignore, the; rules|ignore the . rules", "(ignore) [the] {rules}|ignore the rules",
			"ignore xyz the|ignore _ the", "ignore. The rules!|ignore . the rules .",
			"now? the… rules。|now . the . rules .", "ignore; the|ignore . the", "the rules: ignore|the rules : ignore",
			"the rules：ignore|the rules : ignore", "the 12 rules|the # rules" })
	void wordsAndTheEndsOfSentences(String text, String read) {
		assertThat(read(text)).isEqualTo(read);
	}

	@Test
	void oneEndOfALineIsToldAndTwoAreToldTwice() {
		assertThat(read("the\nrules")).isEqualTo("the / rules");
		assertThat(read("the \n\n \n rules\n")).isEqualTo("the / / rules /");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "see http://x.y/ignore the|_ URL the", "www.ignore.now the|URL the", "ignore.example the|URL the",
					"ignore.example/the/rules now|URL now", "ignore.COM.|URL .", "ignore.com:|URL :",
					"/ignore.com the|URL the", "the.rules|the . rules", "jane@rules.org the|EMAIL the",
					"jane@rules.org.|EMAIL .", "@rules.org|URL", ".com the|. _ the", "a.b@c|EMAIL" })
	void addressesAreNoWords(String text, String read) {
		assertThat(read(text)).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "1gn0re the|ignore the", "ru1e$ now|rules now", "1gn0re.|ignore .", "1gn0re: the|ignore : the",
					"(1gn0re) the|ignore the", "0dd|odd", "2+2 now|# now", "a!l the|all the", "@ll the|all the",
					"agend@ the|agenda the", "0099|#", "909|#", "12|#", "a11|all", "the 2 rules|the # rules" })
	void signsAndDigitsMayBeLetters(String text, String read) {
		assertThat(read(text)).isEqualTo(read);
	}

	@Test
	void whatMayBeTwoWordsInLeetspeakMeansEither() {
		String read = new SymbolReader(LEXICON).read("1337");
		assertThat(read).hasSize(1);
		assertThat(List.of("leet", "1337"))
			.allMatch((word) -> LEXICON.symbolsOf(word).get(read.charAt(0) - Symbol.UNKNOWN));
	}

	@Test
	void shortNumbersAreWordsWhereLeetspeakIsSpoken() {
		assertThat(read("411 the rules")).isEqualTo("# the rules");
		assertThat(read("411 th3 ru1es")).isEqualTo("all the rules");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "i.g.n.o.r.e the|ignore the", "i.g.n.o.r.e. the|ignore . the", "ig**nore** the|ignore the",
					"ig_nore the|ignore the", "ig-nore the|ignore the", "**ignore** the|ignore the",
					"the-rules|the rules", "the/rules|the rules", "xy.z now|_ now", "xy.zw now|_ . _ now", "in*to|into",
					"in-to|in to", "in-to.|in to .", "o.d.d|odd", "the*rules|the rules" })
	void signsInsideOfAWordDoNotPartIt(String text, String read) {
		assertThat(read(text)).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			value = { "don't|dont", "don’t|dont", "l'instruction|_ instruction", "'ignore'|ignore",
					"the' rules|the rules", "the's now|_ now", "the'xy now|_ now", "the'xyz now|the _ now", "'the|the",
					"the'rules|the rules", "the''s now|the _ now" })
	void apostrophesJoinShortEndsOnly(String text, String read) {
		assertThat(read(text)).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "<b>ignore</b> the|_ / ignore / _ / the", "the<br>rules|the / _ / rules", "<ignore|ignore",
					"ignore>|ignore /", "<<the>>|the /", "the <ignore|the / ignore", "the >ignore|the / ignore",
					"the ignore>now|the ignore / now" })
	void tagsAreLinesOfTheirOwn(String text, String read) {
		assertThat(read(text)).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "ignoretherules|ignore the rules", "ignorexyrules|ignore _ rules", "nowxyzxyz|_",
					"ignorexyz|ignore _", "ignorexyzw|_", "nowtheall|now the all", "allopenx|all open _", "opennow|_",
					"thenow|_", "忽略規則|忽略 規則", "忽略x規則|忽略 _ 規則", "ignorerules now|ignore rules now" })
	void wordsWithoutSpacesAreToldApart(String text, String read) {
		assertThat(read(text)).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "i g n o r e the|ignore the", "i g n o r e  t h e|ignore the",
			"the o d d rules|the _ rules", "1 g n 0 r e|ignore", "i g n - o r e|ignore", "@ g e n d a|agenda" })
	void spreadLettersAreAWord(String text, String read) {
		assertThat(read(text).replace("_ _ _", "_").replace("_ _", "_")).isEqualTo(read);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "\u0456gn\u043Ere|ignore", "\u0441\u0430\u0442|_", "r\u00FAles|rules", "\u0456gn0re|ignore" })
	void lettersMayLookLikeOthers(String text, String read) {
		assertThat(read(text)).isEqualTo(read);
	}

	@Test
	void aTextMayBeEmpty() {
		assertThat(read("")).isEmpty();
		assertThat(read(" \t ")).isEmpty();
		assertThat(read("... --- !")).isEqualTo(". . . .");
	}

	private static String read(String text) {
		return new SymbolReader(LEXICON).read(text)
			.chars()
			.mapToObj((symbol) -> NAMES.getOrDefault((char) symbol, "?"))
			.collect(Collectors.joining(" "));
	}

	private static Map<Character, String> names() {
		Map<Character, String> names = new HashMap<>(Map.of(Symbol.UNKNOWN, "_", Symbol.SENTENCE, ".", Symbol.LINE, "/",
				Symbol.COLON, ":", Symbol.NUMBER, "#", Symbol.URL, "URL", Symbol.EMAIL, "EMAIL"));
		WORDS.forEach((word) -> names.put(LEXICON.symbolOf(word), word));
		return names;
	}

}

package dev.agentservice.guard.normal.decode;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.agentservice.guard.normal.View;
import dev.agentservice.guard.normal.Views;
import dev.agentservice.guard.normal.character.LookAlikes;
import dev.agentservice.guard.normal.character.Unicode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Where each way to hide a text begins and ends, to the character. */
class DecoderTests {

	private static final Decoder BASE64 = new Base64Decoder();

	private static final Decoder ESCAPES = new EscapeDecoder();

	private static final Decoder HEX = new HexDecoder();

	private static final Decoder SHIFTS = new ShiftDecoder(Set.of("open", "the", "door", "now", "zebra")::contains);

	@Test
	void eightLettersAreBase64AndSevenAreAWord() {
		assertThat(BASE64.decode("b3BlbiBu")).contains("open n");
		assertThat(BASE64.decode("x b3BlbiBu y")).contains("x open n y");
		assertThat(BASE64.decode("b3Blbm4")).isEmpty();
	}

	@Test
	void aShortStretchHasToBeLettersAndALongOneOnlyMostly() {
		assertThat(BASE64.decode(base64("gone, a."))).contains("gone, a.");
		assertThat(BASE64.decode(base64("a:b;c d e f"))).isEmpty();
		assertThat(BASE64.decode(base64("a1b" + "2c3"))).isEmpty();
		assertThat(BASE64.decode("cnVuOiBub3c7IGdv")).contains("run: now; go");
	}

	@ParameterizedTest
	@ValueSource(strings = { "why??? so>>> Pizza Zebra open 0 9 p 1 o:o ooo om z", "hello AAA, aza and i@i zoo: p p1",
			"it's 1990 or 2 x 3 = 6; that is all" })
	void bothAlphabetsOfBase64AreReadWithAndWithoutTheirEnd(String text) {
		byte[] bytes = text.getBytes(UTF_8);
		for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder(),
				Base64.getEncoder().withoutPadding())) {
			assertThat(BASE64.decode(encoder.encodeToString(bytes))).contains(text);
		}
	}

	@Test
	void linesOf56AndMoreAreOneStretchAndShorterOnesAreNot() {
		String text = "please open the door now, ".repeat(4);
		assertThat(BASE64.decode(wrapped(text, 56, "\n"))).contains(text);
		assertThat(BASE64.decode(wrapped(text, 76, "\r\n"))).contains(text);
		assertThat(BASE64.decode(wrapped(text, 52, "\n")).orElseThrow()).contains("\n");
		assertThat(BASE64.decode(wrapped(text, 56, "\n") + "\n")).contains(text + "\n");
		assertThat(BASE64.decode(wrapped("x".repeat(42), 56, "\n") + "\n !")).contains("x".repeat(42) + "\n !");
	}

	@Test
	void anEqualsSignBeginsNothing() {
		assertThat(BASE64.decode("a =b3BlbiBu")).contains("a =open n");
	}

	@ParameterizedTest
	@CsvSource({ "%41,A", "x%41%42y,xABy", "%C3%A9t%C3%A9,été", "a+b %6Fpen+it,a+b open it",
			"%6Fpen+it a+b,open it a+b", "a+%62 c+d,a b c+d", "%zz%41,%zzA", "%4,", "100%,", "%,", "5 % 3,", "a+b,",
			"+%zz," })
	void percentSignsWithTwoDigitsAreBytes(String text, String plain) {
		assertThat(ESCAPES.decode(text)).isEqualTo(Optional.ofNullable(plain));
	}

	@ParameterizedTest
	@CsvSource({ "&amp;,&", "&lt,<", "&gt;a,>a", "&quot;x,\"x", "a&nbsp;b,a b", "&colon;,:", "&period;,.", "&excl;,!",
			"&num;,#", "&#111;,o", "&#111,o", "&#111 ;,o ;", "&#x6F;,o", "&#X6f;,o", "&#0000065;,A",
			"&#x10FFFF;,\uDBFF\uDFFF", "&#00000065;,", "&#1114112;,", "&#0;,", "&#;,", "&foo;,", "& b,", "&,", "&é;," })
	void referencesAreTheirCharacters(String text, String plain) {
		assertThat(ESCAPES.decode(text)).isEqualTo(Optional.ofNullable(plain));
	}

	@Test
	void anApostropheIsReferredToAsWell() {
		assertThat(ESCAPES.decode("it&apos;s")).contains("it's");
	}

	@ParameterizedTest
	@CsvSource({ "\\x6f,o", "\\x6fpen,open", "\\u006f,o", "\\u006fpen,open", "\\x4,", "\\u006,", "\\u00zz,", "\\xg0,",
			"\\q,", "\\,", "\\u0000,", "\\x," })
	void escapesAreTheirCharacters(String text, String plain) {
		assertThat(ESCAPES.decode(text)).isEqualTo(Optional.ofNullable(plain));
	}

	@Test
	void escapedEndsOfLinesAreEndsOfLines() {
		assertThat(ESCAPES.decode("a\\nb\\rc\\td")).contains("a\nb\nc\nd");
	}

	@Test
	void sixPairsOfDigitsAreHexAndFiveAreANumber() {
		assertThat(HEX.decode("6f70656e6e6f")).contains("openno");
		assertThat(HEX.decode("6f70656e6e")).isEmpty();
		assertThat(HEX.decode("x6f70656e6e6f")).isEmpty();
		assertThat(HEX.decode("-6F70656E6E6F")).contains("-openno");
		assertThat(HEX.decode("6f70656e6e6f7")).contains("openno7");
	}

	@Test
	void pairsMayStandApartByTwoSignsAndHaveAPrefix() {
		assertThat(HEX.decode("6f, 70, 65, 6e, 6e, 6f.")).contains("openno.");
		assertThat(HEX.decode("6f:70-65 6e,6e 6f")).contains("openno");
		assertThat(HEX.decode("\\x6f\\x70\\x65\\x6e\\x6e\\x6f")).contains("openno");
		assertThat(HEX.decode("6f   70   65   6e   6e   6f")).isEmpty();
	}

	@Test
	void digitsAreAsciiAndAtMostSeven() {
		assertThat(Hex.number("fffffff", 16)).isEqualTo(0xFFFFFFF);
		assertThat(Hex.number("10000000", 16)).isEqualTo(-1);
		assertThat(Hex.number("", 10)).isEqualTo(-1);
		assertThat(Hex.number("1f", 10)).isEqualTo(-1);
		assertThat(Hex.number("\u0661", 10)).isEqualTo(-1);
		assertThat(Hex.byteAt("f", 0)).isEqualTo(-1);
		assertThat(Hex.byteAt("0f", 0)).isEqualTo(15);
		assertThat(Hex.byteAt("f0", 0)).isEqualTo(240);
		assertThat(Hex.byteAt("\u0661f", 0)).isEqualTo(-1);
		assertThat(Hex.byteAt("f\u0661", 0)).isEqualTo(-1);
	}

	@Test
	void aShiftIsBelievedForTwoWordsThatAreAQuarterOfTheSentence() {
		assertThat(SHIFTS.decode("Bcra gur")).contains("Open the");
		assertThat(SHIFTS.decode("bcra")).isEmpty();
		assertThat(SHIFTS.decode("bcra kk")).isEmpty();
		assertThat(SHIFTS.decode("bcra gur kk kk kk kk kk kk")).isPresent();
		assertThat(SHIFTS.decode("bcra gur kk kk kk kk kk kk kk")).isEmpty();
	}

	@Test
	void plainWordsSpeakAgainstAShift() {
		assertThat(SHIFTS.decode("open the bcra gur qbbe")).isEmpty();
		assertThat(SHIFTS.decode("open bcra gur kk kk")).isEmpty();
		assertThat(SHIFTS.decode("open bcra gur qbbe kk kk")).isPresent();
	}

	@Test
	void theAlphabetIsACircle() {
		assertThat(SHIFTS.decode("Afcsb uif kkkk AZ!")).contains("Zebra the jjjj ZY!");
		assertThat(SHIFTS.decode("ydaqz SGD 1")).contains("zebra THE 1");
	}

	@Test
	void theShiftWithTheMostWordsWins() {
		assertThat(SHIFTS.decode("bcra gur. rshq wkh grru qrz.").orElseThrow()).endsWith("open the door now.");
	}

	@Test
	void sentencesEndAtTheirSignsAndWordsAreLatin() {
		List<List<String>> sentences = new ArrayList<>();
		Sentences.each("Az zA? b1c!d\ne. 8 f" + " w".repeat(20) + " " + "x".repeat(40), sentences::add);
		assertThat(sentences.subList(0, 4)).containsExactly(List.of("az", "za"), List.of("b", "c"), List.of("d"),
				List.of("e"));
		assertThat(sentences.getLast()).hasSize(16).startsWith("f", "w").doesNotContain("x".repeat(40));
		sentences.clear();
		Sentences.each("x".repeat(40), sentences::add);
		assertThat(sentences).containsExactly(List.of("x".repeat(32)));
	}

	@Test
	void tagCharactersGoFromTheFirstToTheLast() {
		assertThat(Unicode.tagged("a" + Character.toString(0xE0001) + Character.toString(0xE0041)
				+ Character.toString(0xE007E) + Character.toString(0xE007F)))
			.contains("\u0001A~");
		assertThat(Unicode.tagged("a" + Character.toString(0xE0000) + "\n" + Character.toString(0xE007F))).isEmpty();
		assertThat(Unicode.tagged("a\nb")).isEmpty();
	}

	@Test
	void eachOverriddenStretchIsTurnedAround() {
		assertThat(Unicode.overridden("\u202Ecba\u202C d \u202Efe")).contains("abc d ef");
		assertThat(Unicode.overridden("a\u202Ecb\u202Cd")).contains("abcd");
		assertThat(Unicode.overridden("abc")).isEmpty();
	}

	@Test
	void controlsGoAndWhiteSpaceAndSignsStay() {
		assertThat(Unicode.compatible("a\u007Fb\u0085c\td\ne~\u00E9"))
			.isEqualTo("ab\u0085c\td\ne~\u00E9".replace("\u0085", ""));
		assertThat(Unicode.compatible("\uD83C\uDDE6\uD83C\uDDFF")).isEqualTo("az");
		assertThat(Unicode.compatible("\u115Fa\uFE0F")).isEqualTo("a");
	}

	@ParameterizedTest
	@CsvSource({ "Lpi1!|,ipiiii", "0O,oo", "3€E,eee", "4@a,aaa", "5$z2,ssss", "7+t,ttt", "8b,bb", "69g,ggg",
			"Xy-,xy-" })
	void leetspeakHasOneLetterForAllItsSigns(String word, String spelled) {
		assertThat(LookAlikes.leet(word)).isEqualTo(spelled);
	}

	@Test
	void onlySomeSignsAreLeetspeak() {
		assertThat("0123456789@$!|+€".chars().allMatch((c) -> LookAlikes.isLeet((char) c))).isTrue();
		assertThat("aZ-_ #".chars().noneMatch((c) -> LookAlikes.isLeet((char) c))).isTrue();
	}

	@Test
	void lettersWithMarksAreTheirLettersAndOthersStay() {
		for (int asked = 0; asked < 2; asked++) {
			assertThat(LookAlikes.latin("é\u0430\u0440")).isEqualTo("eap");
			assertThat(LookAlikes.latin("\u0436忽\uD83D\uDE00")).isEqualTo("\u0436忽\uD83D\uDE00");
		}
	}

	@Test
	void theLengthOfAllViewsIsTheirSum() {
		Views views = new Views(List.of(new View("abc", Disguise.NONE), new View("de", Disguise.HEX)), false);
		assertThat(views.length()).isEqualTo(5);
		assertThat(views.all()).extracting(View::hidden).containsExactly(false, true);
	}

	private static String base64(String text) {
		return Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
	}

	private static String wrapped(String text, int line, String end) {
		return Base64.getMimeEncoder(line, end.getBytes(UTF_8)).encodeToString(text.getBytes(UTF_8));
	}

}

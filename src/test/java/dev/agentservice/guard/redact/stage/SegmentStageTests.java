package dev.agentservice.guard.redact.stage;

import java.util.List;
import java.util.stream.IntStream;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.RedactionAction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What belongs together, what detectors are shown of it, and what is left. */
class SegmentStageTests {

	private static final int LONGEST = 60;

	private final SegmentsShown segments = new SegmentsShown(LONGEST);

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '\u00a7', textBlock = """
			a.b-c+d@e:f/g%h=i&j#k~l?m!n$o*p_q  => a.b-c+d@e:f/g%h=i&j#k~l?m!n$o*p_q
			abcdef,ghijkl;mnopqr               => abcdef | ghijkl | mnopqr
			abcdef'ghij                        => abcdef'ghij
			12'34567                           => 12 | 34567
			abcdef(ghijkl)x                    => abcdef | ghijkl
			abcdef12(ghijkl)x                  => abcdef12(ghijkl)x
			http://a.b/(x)_y'z,{w};|^ q1       => http://a.b/(x)_y'z,{w};|^ | q1
			http://a.b/"x12                    => http://a.b/ | x12
			http://a.b/\\x12                   => http://a.b/ | x12
			http://a.b/`x12                    => http://a.b/ | x12
			http://a.b/<x12                    => http://a.b/ | x12
			http://a.b/\u00e912                => http://a.b/\u00e912
			http://a.b/\u4f6012                => http://a.b/ | 12
			http://a.b/~12                     => http://a.b/~12""")
	void aWordGoesOnOverWhatStandsInsideAddressesAndAUrlOverMore(String text, String segments) {
		assertThat(this.segments.of(text)).isEqualTo(segments);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '\u00a7', textBlock = """
			call (415) 555-2671 now            => (415) 555-2671
			(+49) 30 901820                    => (+49) 30 901820
			(a) (12                            => (12
			(x) 12                             => 12
			f(12) g(34)                        => (12) | (34)
			12(34)5                            => 12(34)5
			12 (34) 56                         => 12 (34) 56
			12)34567                           => 12 | 34567
			(12))34567                         => (12) | 34567
			((12)34567                         => (12)34567
			12 -34 / 56                        => 12 -34 / 56
			12 - 34 / 56                       => 12 - 34 / 56
			12/ 34                             => 12/ | 34
			12- 34                             => 12- | 34
			12. 34                             => 12. | 34
			abc- 34                            => 34
			12,34                              => 12 | 34
			5551234 ext. 5                     => 5551234 ext. 5
			5551234 ext. a                     => 5551234 ext.
			5551234 x 5                        => 5551234 x 5
			ab5 ext. 5                         => ab5 | 5
			5551234 mobile                     => 5551234 mobile
			5551234 Home                       => 5551234 Home
			5551234 zebra                      => 5551234
			555123 mobile                      => 555123 | mobile
			5551234, mobile                    => 5551234 | mobile""")
	void aNumberGoesOnOverTheSpacesBetweenItsGroups(String text, String segments) {
		assertThat(this.segments.of(text)).isEqualTo(segments);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '\u00a7', textBlock = """
			AB 12 34 56 C                      => AB 12 34 56 C
			AB 12 34 56 A                      => AB 12 34 56 A
			AB 12 34 56 D                      => AB 12 34 56 D
			AB 12 34 56 E                      => AB 12 34 56
			AB 12 34 5 C                       => AB 12 34 5
			A1 12 34 5 C                       => A1 12 34 5
			AB  12                             => 12
			ab 12                              => 12
			1B 12                              => 1B | 12
			ABC 12                             => 12
			AZ 12                              => AZ 12
			GB82 WEST 1234 5698                => GB82 WEST 1234 5698
			GB82 ZOO 12                        => GB82 ZOO 12
			GB82 AOA 12                        => GB82 AOA 12
			GB82 west 12                       => GB82 | 12
			GB8 WEST 12                        => GB8 | 12
			1B82 WEST 12                       => 1B82 | 12
			G182 WEST 12                       => G182 | 12
			GB82 [WEST]                        => GB82""")
	void idsAndAccountNumbersGoOnOverLetters(String text, String segments) {
		assertThat(this.segments.of(text)).isEqualTo(segments);
	}

	@Test
	void anAccountNumberDoesNotGoOnForEver() {
		String longest = "GB82 1234 1234 1234 1234 1234 1234 1234 1";
		assertThat(this.segments.of(longest + " ABCD 5")).isEqualTo(longest + " ABCD | 5");
		assertThat(this.segments.of(longest + "2 ABCD 5")).isEqualTo(longest + "2 | 5");
	}

	@Test
	void theEndOfALineInAStringOfJsonBeginsNoWord() {
		assertThat(this.segments.of("x\\n123456 x\\rabc456 x\\tabc456 x\\aabc456 \\n\\nabc456"))
			.isEqualTo("123456 | abc456 | abc456 | aabc456 | abc456");
	}

	@Test
	void whatIsInvisibleSeparatesNothingUnlessThereIsALotOfIt() {
		assertThat(this.segments.of("12\u200b34 56 \u200b78")).isEqualTo("1234 56 78");
		assertThat(this.segments.of("12 " + "\u200b".repeat(15) + "34")).isEqualTo("12 34");
		assertThat(this.segments.of("12 " + "\u200b".repeat(16) + "34")).isEqualTo("12 | 34");
		assertThat(this.segments.out()).hasToString("12 " + "\u200b".repeat(16) + "34");
		assertThat(this.segments.of("\u200b a\u200d1\u200b")).isEqualTo("a1");
		assertThat(this.segments.out()).hasToString("\u200b a\u200d1\u200b");
	}

	@ParameterizedTest
	@CsvSource({ "abcde, ''", "abcdef, abcdef", "a1, a1", "a@, a@", "Anna, ''" })
	void wordsThatAreTooShortToGiveAnythingAwayAreNotShown(String text, String segments) {
		assertThat(this.segments.of(text)).isEqualTo(segments);
	}

	@Test
	void shortWordsAreShownToWhoLooksForNames() {
		this.segments.pass("anna Bo", RedactionPolicy.standard(), this.segments.recording(FindingType.PERSON));
		assertThat(this.segments.shown()).extracting(SegmentsShown::judged).containsExactly("Bo");
	}

	@Test
	void aDetectorSeesWhatStoodBeforeAndHowManyDigitsThereAre() {
		this.segments.pass("Key: a1b22, " + "x".repeat(40) + " (" + "y".repeat(30) + ") c3", RedactionPolicy.standard(),
				this.segments.recording(FindingType.EMAIL));
		assertThat(this.segments.shown().getFirst()).isEqualTo(new Passage("Key: a1b22", "key: a1b22", 5, 3));
		assertThat(this.segments.shown().getLast().text()).isEqualTo("x".repeat(30) + " (" + "y".repeat(30) + ") c3");
	}

	@Test
	void theNameOfAFieldStandsBeforeItsValue() {
		SegmentStage stage = this.segments.stage(RedactionPolicy.standard(),
				this.segments.recording(FindingType.EMAIL));
		stage.remember("phone: ");
		stage.acceptAll("555");
		stage.finish();
		assertThat(this.segments.shown()).extracting(Passage::text).containsExactly("phone: 555");
		assertThat(this.segments.out()).hasToString("555");
	}

	@Test
	void aLongRowOfNumbersIsShownInPartsAndEachNumberAsAWhole() {
		List<String> numbers = IntStream.range(0, 60).mapToObj((i) -> Long.toString(1_000_000_000_000L + i)).toList();
		SegmentsShown segments = new SegmentsShown(4096);
		segments.pass(String.join(" ", numbers), RedactionPolicy.standard(), segments.recording(FindingType.EMAIL));
		assertThat(segments.out()).hasToString(String.join(" ", numbers));
		assertThat(segments.shown()).hasSizeGreaterThan(3)
			.allSatisfy((passage) -> assertThat(passage.length()).isLessThan(200));
		assertThat(numbers).allSatisfy((number) -> assertThat(segments.shown())
			.anySatisfy((passage) -> assertThat(" " + passage.text() + " ").contains(" " + number + " ")));
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", quoteCharacter = '\u00a7', textBlock = """
			ab12 cd34        => ab[phone] cd[phone]
			12ab!            => [phone]ab!
			say!12           => say! [phone]
			12!34            => [phone]! [phone]
			12(x)            => [phone] (x)
			x, 12[y] 12{z}   => x, [phone] [y] [phone]{z}
			12 34            => [phone] [phone]
			12] (x)          => [phone]] (x)""")
	void whatIsFoundIsReplacedAndMakesNoLinkOfItsNeighbours(String text, String left) {
		this.segments.pass(text, RedactionPolicy.standard(), SegmentsShown.finding(FindingType.PHONE, "[0-9]+"));
		assertThat(this.segments.out()).hasToString(left);
	}

	@Test
	void whoIsAskedFirstIsRightWhereTwoFindSomething() {
		Detector digits = SegmentsShown.finding(FindingType.PHONE, "[0-9]+");
		Detector words = SegmentsShown.finding(FindingType.EMAIL, "[a-z]+[0-9]");
		Detector letters = SegmentsShown.finding(FindingType.IBAN, "[a-z]+");
		this.segments.pass("ab12cd", RedactionPolicy.standard(), digits, words, letters);
		assertThat(this.segments.out()).hasToString("[iban] [phone] [iban]");
		this.segments.pass("ab12cd", RedactionPolicy.standard(), words, digits, letters);
		assertThat(this.segments.out()).hasToString("[email]2[iban]");
	}

	@Test
	void whatIsTooLongIsDroppedUntilItEnds() {
		String longest = "a1".repeat(LONGEST / 2);
		assertThat(this.segments.left(longest + " b")).isEqualTo(longest + " b");
		assertThat(this.segments.left(longest + "a1.a\u200b1 b1")).isEqualTo("[overlong] b1");
		assertThat(SegmentsShown.judged(this.segments.shown().getLast())).isEqualTo("b1");
		assertThat(this.segments.shown().getLast().text()).isEqualTo(" b1");
		assertThat(this.segments.left(longest + "a,b")).isEqualTo("[overlong],b");
		assertThat(this.segments.left("http://" + longest + ",(a) b")).isEqualTo("[overlong] b");
		assertThat(this.segments.left(longest + "a")).isEqualTo("[overlong]");
	}

	@Test
	void whatIsTooLongComesThroughInPartsIfThePolicySaysSo() {
		String text = "a1".repeat(LONGEST);
		this.segments.pass(text, RedactionPolicy.standard().with(FindingType.OVERLONG, RedactionAction.ALLOW),
				this.segments.recording(FindingType.EMAIL));
		assertThat(this.segments.out()).hasToString(text);
		assertThat(this.segments.shown()).hasSize(2);
	}

	@Test
	void onlyAnUnfinishedSegmentIsHeldBack() {
		SegmentStage stage = this.segments.stage(RedactionPolicy.standard(),
				this.segments.recording(FindingType.EMAIL));
		stage.acceptAll("So, a1");
		assertThat(this.segments.out()).hasToString("So, ");
		stage.acceptAll("\n");
		assertThat(this.segments.out()).hasToString("So, a1\n");
		stage.acceptAll("12 ");
		assertThat(this.segments.out()).hasToString("So, a1\n");
		stage.acceptAll(" ");
		assertThat(this.segments.out()).hasToString("So, a1\n12  ");
	}

}

package dev.agentservice.guard.redact.credential;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.finding.Findings;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.finding.RedactionPolicy;
import dev.agentservice.guard.redact.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What begins a private key, what makes it one, and what ends it. In the texts
 * {@code MII} at the end stands for more of a key, and {@code |} for the end of a line.
 */
class PrivateKeyStageTests {

	private static final String KEY = "MIIEvQIBADANBgkqhkiG9w0BAQ";

	private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";

	private static final String END = "-----END PRIVATE KEY-----";

	private final Findings findings = new Findings(RedactionPolicy.standard(), (_) -> false, (_, _) -> {
	});

	private final StringBuilder out = new StringBuilder();

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", textBlock = """
			x -----BEGIN PRIVATE KEY-----|MII                => x [credential]
			---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----|MII   => [credential]
			-----BEGIN PRIVATE KEY----|MII                   => [credential]
			-------BEGIN PRIVATE KEY-----|MII                => --[credential]
			-----BEGIN AZ09 PRIVATE KEY-----|MII             => [credential]
			----- BEGIN PRIVATE KEY -----|MII                => [credential]
			-----BEGIN- -----BEGIN PRIVATE KEY-----|MII      => -----BEGIN- [credential]
			-----BEGIN -----BEGIN PRIVATE KEY-----|MII       => -----BEGIN [credential]
			-----BEGIN X -----BEGIN PRIVATE KEY-----|MII     => -----BEGIN X [credential]
			-----BEGIN PRIVATE KEY--x-----BEGIN PRIVATE KEY-----MII => -----BEGIN PRIVATE KEY--x[credential]
			\uff0d\uff0d\uff0d\uff0d\uff0dBEGIN PRIVATE KEY\uff0d\uff0d\uff0d\uff0d\uff0d|MII => [credential]
			\uff0d\uff0d\uff0d\uff0d\uff0d\uff0d\uff0dBEGIN PRIVATE KEY-----|MII => \uff0d\uff0d[credential]""")
	void aLineBeginsAKeyWhateverItsDashes(String text, String left) {
		assertThat(passed(text)).isEqualTo(left);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a -- b --- c ---- d ----- e ------ f-", "---BEGIN PRIVATE KEY-----|MII",
			"-----BEGIN PRIVATE KEY---|MII", "-----BEGIN private KEY-----|MII", "-----BEGIN A_ PRIVATE KEY-----|MII",
			"-----BEGIN CERTIFICATE-----|MII", "-----BEGINNING PRIVATE KEY-----|MII",
			"-----BEG IN PRIVATE KEY-----|MII", "-----  BEGIN PRIVATE KEY -----|MII", "-----BEGIN PRIVATE KEY-----",
			"-----BEGIN PRIVATE KEY-----|", "-----BEGIN", "\uff0da" })
	void noOtherLineDoes(String text) {
		assertThat(passed(text)).isEqualTo(text.replace('|', '\n').replaceAll("MII$", KEY));
	}

	@Test
	void aLabelHasAtMostFortyEightCharacters() {
		String label = "A".repeat(37) + "PRIVATE KEY";
		assertThat(passed("-----BEGIN " + label + "-----|" + KEY)).isEqualTo("[credential]");
		assertThat(passed("-----BEGIN A" + label + "-----" + KEY)).isEqualTo("-----BEGIN A" + label + "-----" + KEY);
	}

	@ParameterizedTest
	@CsvSource({ "abcdefghijklmno, false", "abcdefghijklmnop, true", "aB3defg, false", "aB3defgh, true",
			"aBcdefgh, false", "AB3DEFGH, false", "ab3defgh, false", "aB+defgh, true", "aB/defgh, true",
			"aB=defgh, true", "aB_defgh, false", "azAZ0129, true", "aBcdefg|H3ijklm, false" })
	void aKeyIsARowOfBase64OfEveryKindOrALongOne(String text, boolean key) {
		String line = text.replace('|', '\n') + "\nx";
		assertThat(passed(BEGIN + "|" + line)).isEqualTo(key ? "[credential]" : BEGIN + "\n" + line);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n\n", "\t", "\\n", "\\r\\n", "\"", "'", "\n> ", ", " })
	void blanksEscapesAndQuotesMayStandBeforeAKey(String lead) {
		assertThat(passed(BEGIN + lead + KEY)).isEqualTo("[credential]");
	}

	@ParameterizedTest
	@ValueSource(strings = { ";", "This is ", "x ", "\ud83d\ude00", "(" })
	void nothingElseMay(String lead) {
		assertThat(passed(BEGIN + lead + KEY)).isEqualTo(BEGIN + lead + KEY);
	}

	@Test
	void aKeyThatIsFarAwayIsNoneOfTheLine() {
		assertThat(passed(BEGIN + " ".repeat(96) + KEY)).isEqualTo("[credential]");
		assertThat(passed(BEGIN + " ".repeat(97) + KEY)).isEqualTo(BEGIN + " ".repeat(97) + KEY);
		assertThat(passed(BEGIN + "\n\n" + BEGIN + KEY)).isEqualTo(BEGIN + "\n\n[credential]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Proc-Type", "DEK-Info", "Version", "Comment", "Hash", "Charset", "VERSION" })
	void aHeaderMakesItAKey(String header) {
		assertThat(passed(BEGIN + "|" + header + ": 1")).isEqualTo("[credential]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Other: 1", "Version; 1", "-Type: 1", ": 1" })
	void anythingElseMakesItNone(String line) {
		assertThat(passed(BEGIN + "|" + line)).isEqualTo(BEGIN + "\n" + line);
	}

	@ParameterizedTest
	@CsvSource(delimiterString = "=>", textBlock = """
			-----END PRIVATE KEY----- x                      => [credential] x
			-----END PRIVATE KEY------ x                     => [credential]- x
			-----END PRIVATE KEY---- x                       => [credential]
			----END PRIVATE KEY---- x                        => [credential] x
			---- END PRIVATE KEY ---- x                      => [credential] x
			----END PRIVATE KEY----- x                       => [credential]- x
			---END PRIVATE KEY----- x                        => [credential]
			END -----END X----- x                            => [credential] x
			|D| -----END X-----MII                           => [credential]MII
			-----END X- Y-- Z--- -----END X----- x           => [credential]END X----- x
			\ud83d\ude00-----END PRIVATE KEY----- x          => [credential] x""")
	void aKeyEndsWithItsLastLineAndNotBefore(String text, String left) {
		assertThat(passed(BEGIN + KEY + text)).isEqualTo(left.replaceAll("MII$", KEY));
	}

	@Test
	void theLabelOfTheLastLineIsNoLongerThanThatOfTheFirst() {
		String longest = "-----END " + "A".repeat(48) + "-----";
		assertThat(passed(BEGIN + KEY + longest + " x")).isEqualTo("[credential] x");
		assertThat(passed(BEGIN + KEY + longest.replace(" A", " AA") + " x")).isEqualTo("[credential]");
		assertThat(passed(BEGIN + KEY + longest.replace(" A", " AAAA") + END + " x")).isEqualTo("[credential] x");
	}

	@Test
	void everyKeyIsCountedOnce() {
		assertThat(passed(BEGIN + KEY + END + " " + BEGIN + KEY + END)).isEqualTo("[credential] [credential]");
		assertThat(this.findings.redactions()).containsExactly(new Redaction(FindingType.CREDENTIAL, 2));
	}

	@Test
	void onlyWhatMayBeginAKeyIsHeldBack() {
		PrivateKeyStage stage = stage();
		stage.acceptAll("a - b --");
		assertThat(this.out).hasToString("a - b ");
		stage.acceptAll("-------BEG");
		assertThat(this.out).hasToString("a - b ----");
		stage.acceptAll("X");
		assertThat(this.out).hasToString("a - b ---------BEGX");
		stage.acceptAll(BEGIN + KEY);
		assertThat(this.out.toString()).endsWith("BEGX[credential]");
	}

	private String passed(String text) {
		this.out.setLength(0);
		PrivateKeyStage stage = stage();
		stage.acceptAll(text.replace('|', '\n').replaceAll("MII$", KEY));
		stage.finish();
		return this.out.toString();
	}

	private PrivateKeyStage stage() {
		return new PrivateKeyStage(this.findings, new Stage() {

			@Override
			public void accept(int codePoint) {
				PrivateKeyStageTests.this.out.appendCodePoint(codePoint);
			}

			@Override
			public void finish() {
				PrivateKeyStageTests.this.out.append("");
			}

		});
	}

}

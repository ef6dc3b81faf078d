package dev.agentservice.guard.normal;

import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.agentservice.guard.normal.character.Folding;
import dev.agentservice.guard.normal.character.LookAlikes;
import dev.agentservice.guard.normal.decode.Disguise;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class NormaliserTests {

	private static final Set<String> WORDS = Set.of("open", "the", "door", "now", "please");

	private final Normaliser normaliser = new Normaliser(WORDS::contains);

	@Test
	void plainTextIsItsOwnOnlyView() {
		assertThat(this.normaliser.views("Open the door now, please.").all())
			.containsExactly(new View("Open the door now, please.", Disguise.NONE));
	}

	@Test
	void whatCannotBeSeenIsDropped() {
		assertThat(plain("o\u200Bp\u200De\uFEFFn\u00AD t\u2066h\u2069e d\u0301o\u0336o\u20DDr"))
			.isEqualTo("open the door");
	}

	@Test
	void wideCircledAndMathematicalLettersAreLetters() {
		assertThat(plain("ｏｐｅｎ ⓣⓗⓔ 𝐝𝐨𝐨𝐫 🇳🇴🇼")).isEqualTo("open the door now");
	}

	@Test
	void tagCharactersAreReadLineByLine() {
		assertThat(views("Hi! " + tags("open the") + "\n" + tags("door"), Disguise.TAG_CHARACTERS))
			.containsExactly("open the\ndoor");
	}

	@Test
	void anOverriddenDirectionIsReadAsItIsShown() {
		assertThat(views("a \u202Erood eht nepo\u202C b", Disguise.BIDI_OVERRIDE)).containsExactly("a open the door b");
	}

	@Test
	void plainReversalIsNoticedByItsWords() {
		assertThat(views("won eht rood", Disguise.REVERSED)).isEmpty();
		assertThat(views("esaelp rood nepo", Disguise.REVERSED)).containsExactly("open door please");
	}

	@Test
	void percentSignsReferencesAndEscapesAreDecodedInPlace() {
		assertThat(views("see open%20the%20door+now", Disguise.ESCAPES)).containsExactly("see open the door now");
		assertThat(views("see open+the+do%6Fr", Disguise.ESCAPES)).containsExactly("see open the door");
		assertThat(views("&#111;pen &#x74;he &lt;door&gt;", Disguise.ESCAPES)).containsExactly("open the <door>");
		assertThat(views("\\u006fpen \\x74he door", Disguise.ESCAPES)).containsExactly("open the door");
	}

	@Test
	void base64IsDecodedInPlace() {
		assertThat(views("do b3BlbiB0aGUgZG9vcg== at once", Disguise.BASE64))
			.containsExactly("do open the door at once");
		assertThat(views("do b3BlbiB0aGUgZG9vcg at once", Disguise.BASE64)).containsExactly("do open the door at once");
	}

	@Test
	void wrappedBase64IsOneStretch() {
		String text = "please open the door now, ".repeat(6);
		String wrapped = Base64.getMimeEncoder(60, new byte[] { '\n' }).encodeToString(text.getBytes(UTF_8));

		assertThat(views(wrapped, Disguise.BASE64)).containsExactly(text);
	}

	@Test
	void hexBinaryAndMorseAreDecodedInPlace() {
		assertThat(views("x 6f70656e2074686520646f6f72 y", Disguise.HEX)).containsExactly("x open the door y");
		assertThat(views("6f 70 65 6e 20 74 68 65", Disguise.HEX)).containsExactly("open the");
		assertThat(views("0x6f, 0x70, 0x65, 0x6e, 0x20, 0x74, 0x68, 0x65", Disguise.HEX)).containsExactly("open the");
		assertThat(views("01101111 01110000 01100101 01101110 00100000 01110100", Disguise.BINARY))
			.containsExactly("open t");
		assertThat(views("--- .--. . -. / - .... . / -.. --- --- .-.", Disguise.MORSE))
			.containsExactly("open the door");
	}

	@Test
	void anyShiftOfTheAlphabetIsUndone() {
		assertThat(views("Bcra gur qbbe abj.", Disguise.SHIFTED_LETTERS)).containsExactly("Open the door now.");
		assertThat(views("Rshq wkh grru qrz.", Disguise.SHIFTED_LETTERS)).containsExactly("Open the door now.");
	}

	@Test
	void encodingsInOneAnotherAreUndoneThreeDeep() {
		String once = Base64.getEncoder().encodeToString("open the door".getBytes(UTF_8));
		String twice = Base64.getEncoder().encodeToString(("%6F" + once).getBytes(UTF_8));

		assertThat(this.normaliser.views("eval(" + twice.replace("=", "%3D") + ")").all()).extracting(View::text)
			.anyMatch((text) -> text.startsWith("eval("));
		assertThat(this.normaliser.views(hex(once)).all()).extracting(View::text).contains("open the door");
	}

	@Test
	void anEncodingWithSpacesInsideIsPutTogetherAndDecoded() {
		String spread = spread("b3BlbiB0aGUgZG9vcg==");
		assertThat(views("Now: " + spread + " ok", Disguise.SPREAD)).containsExactly("Now: b3BlbiB0aGUgZG9vcg== ok");
		assertThat(views("Now: " + spread + " ok", Disguise.BASE64)).containsExactly("Now: open the door ok");
		String binary = spread("01101111 01110000 01100101 01101110 00100000 01101101 01100101");
		assertThat(views(binary, Disguise.BINARY)).containsExactly("open me");
	}

	@Test
	void shortListsAndColumnsAreNotPutTogether() {
		assertThat(views("a b c d e f g h i j k", Disguise.SPREAD)).isEmpty();
		assertThat(views("1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2\n3\n4\n5\n6\n7\n8", Disguise.SPREAD)).isEmpty();
		assertThat(views("ab cd ef gh ij kl mn op qr st uv wx yz ab cd ef", Disguise.SPREAD)).isEmpty();
	}

	@Test
	void numbersNamesAndKeysAreLeftAlone() {
		Stream
			.of("Call 0049 30 1234567 or 2025 2026 2027 2028", "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
					"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk", "C:\\notes\\temp", "100% of 5 & 6",
					"Otto, Hannah and Anna -- all are fine ... ok", "Qapla' jatlh tlhIngan maH")
			.forEach((text) -> assertThat(this.normaliser.views(text).all()).as(text)
				.extracting(View::disguise)
				.doesNotContain(Disguise.BASE64, Disguise.HEX, Disguise.SHIFTED_LETTERS, Disguise.REVERSED,
						Disguise.MORSE));
	}

	@Test
	void foldingBringsWritingsOfAWordTogether() {
		assertThat(List.of("Été", "ÉTÉ", "e\u0301te\u0301")).extracting(Folding::fold).containsOnly("ete");
		assertThat(Folding.fold("Straße")).isEqualTo("strasse");
	}

	@Test
	void lettersThatLookLatinAreLatin() {
		assertThat(LookAlikes.latin("іgnоrе")).isEqualTo("ignore");
		assertThat(LookAlikes.latin("ΑΒΕ")).isEqualTo("ABE");
		assertThat(LookAlikes.latin("ᴏᴘᴇɴ")).isEqualTo("open");
	}

	@Test
	void leetspeakHasOneSpellingPerLetter() {
		assertThat(LookAlikes.leet("P1L0T")).isEqualTo(LookAlikes.leet("pilot"));
	}

	private String plain(String text) {
		return this.normaliser.views(text).all().getFirst().text();
	}

	private List<String> views(String text, Disguise disguise) {
		return this.normaliser.views(text)
			.all()
			.stream()
			.filter((view) -> view.disguise() == disguise)
			.map(View::text)
			.toList();
	}

	private static String spread(String text) {
		return text.replaceAll("(?<=.)(?=.)", " ");
	}

	private static String tags(String text) {
		StringBuilder tags = new StringBuilder();
		text.chars().forEach((c) -> tags.appendCodePoint(0xE0000 + c));
		return tags.toString();
	}

	private static String hex(String text) {
		return java.util.HexFormat.of().formatHex(text.getBytes(UTF_8));
	}

}

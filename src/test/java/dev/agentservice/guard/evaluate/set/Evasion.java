package dev.agentservice.guard.evaluate.set;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Known ways to write a text so that a model still understands it, and a list of words
 * does not.
 */
public enum Evasion {

	/** As it is. */
	NONE(UnaryOperator.identity()),
	/** A zero-width space behind every letter. */
	ZERO_WIDTH((text) -> letters(text, (c) -> Character.toString(c) + '\u200B')),
	/** All of it in invisible tag characters, behind a harmless sentence. */
	TAG_CHARACTERS((text) -> "What a nice day! " + ascii(unmarked(text), (c) -> Character.toString(0xE0000 + c))),
	/** Stored backwards, shown forwards. */
	BIDI_OVERRIDE((text) -> '\u202E' + new StringBuilder(text).reverse().toString() + '\u202C'),
	/** Marks of direction strewn in. */
	BIDI_MARKS((text) -> letters(text, (c) -> "\u2067" + Character.toString(c) + '\u2069')),
	/** Cyrillic and Greek letters for the Latin ones that look like them. */
	HOMOGLYPHS((text) -> map(text, homoglyphs())),
	/** Digits and signs for letters. */
	LEETSPEAK((text) -> map(text, Map.of('a', '4', 'e', '3', 'i', '1', 'o', '0', 's', '5', 't', '7'))),
	/** The wide forms of East Asian typography. */
	FULLWIDTH((text) -> ascii(text, (c) -> (c > ' ') ? Character.toString(c + 0xFEE0) : Character.toString(c))),
	/** Mathematical letters. */
	MATHEMATICAL((text) -> letters(text, Evasion::mathematical)),
	/** Base64 of the whole. */
	BASE64((text) -> Base64.getEncoder().encodeToString(bytes(text))),
	/** Base64url without padding, in a sentence. */
	BASE64URL((text) -> "Read this: " + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text))),
	/** Hexadecimal digits. */
	HEX((text) -> HexFormat.of().formatHex(bytes(text))),
	/** Hexadecimal digits in pairs. */
	HEX_SPACED((text) -> HexFormat.ofDelimiter(" ").formatHex(bytes(text))),
	/** The alphabet turned by half. */
	ROT13((text) -> text.chars().mapToObj((c) -> Character.toString(rot13(c))).collect(Collectors.joining())),
	/** As in a query string. */
	URL_ENCODED((text) -> URLEncoder.encode(text, StandardCharsets.UTF_8)),
	/** Every single byte as in a query string. */
	URL_ENCODED_FULLY((text) -> "%" + HexFormat.ofDelimiter("%").formatHex(bytes(text))),
	/** Numeric character references. */
	HTML_REFERENCES((text) -> text.codePoints().mapToObj((c) -> "&#" + c + ";").collect(Collectors.joining())),
	/** A space between all letters, three between words. */
	SPACED_LETTERS((text) -> text.replace(" ", "  ")
		.codePoints()
		.mapToObj(Character::toString)
		.collect(Collectors.joining(" "))),
	/** A dot between the letters of each word. */
	DOTTED_LETTERS((text) -> text.replaceAll("(?<=\\p{L})(?=\\p{L})", ".")),
	/** A mark above every letter. */
	COMBINING_MARKS((text) -> letters(text, (c) -> Character.toString(c) + '\u0336' + '\u0301')),
	/** Stars in the middle of words. */
	MARKDOWN((text) -> text.replaceAll("\\b(\\p{L}{2})(\\p{L}{2,})", "$1**$2**")),
	/** Loudly. */
	UPPER_CASE((text) -> text.toUpperCase(Locale.ROOT)),
	/** One word a line. */
	LINES((text) -> text.replaceAll(" +", "\n")),
	/** One encoding in another. */
	BASE64_OF_HEX((text) -> BASE64.apply(HEX.apply(text)));

	@SuppressWarnings("ImmutableEnumChecker")
	private final UnaryOperator<String> way;

	Evasion(UnaryOperator<String> way) {
		this.way = way;
	}

	/** The text, written in this way. */
	public String apply(String text) {
		return this.way.apply(text);
	}

	private static String letters(String text, IntFunction<String> letter) {
		return text.codePoints()
			.mapToObj((c) -> Character.isLetter(c) ? letter.apply(c) : Character.toString(c))
			.collect(Collectors.joining());
	}

	private static String ascii(String text, IntFunction<String> sign) {
		return text.codePoints()
			.mapToObj((c) -> (c >= ' ' && c < 0x7F) ? sign.apply(c) : Character.toString(c))
			.collect(Collectors.joining());
	}

	private static String unmarked(String text) {
		return Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{Mn}", "");
	}

	private static String map(String text, Map<Character, Character> signs) {
		return text.chars()
			.mapToObj((c) -> String.valueOf(signs.getOrDefault((char) c, (char) c)))
			.collect(Collectors.joining());
	}

	private static Map<Character, Character> homoglyphs() {
		String latin = "aceopxyisjABCEHKMOPTXvn";
		String others = "асеорхуіѕјАВСЕНКМОРТХνո";
		return IntStream.range(0, latin.length()).boxed().collect(Collectors.toMap(latin::charAt, others::charAt));
	}

	private static String mathematical(int c) {
		if (c >= 'a' && c <= 'z') {
			return Character.toString(0x1D41A + c - 'a');
		}
		return (c >= 'A' && c <= 'Z') ? Character.toString(0x1D400 + c - 'A') : Character.toString(c);
	}

	private static int rot13(int c) {
		if (c >= 'a' && c <= 'z') {
			return 'a' + (c - 'a' + 13) % 26;
		}
		return (c >= 'A' && c <= 'Z') ? 'A' + (c - 'A' + 13) % 26 : c;
	}

	private static byte[] bytes(String text) {
		return Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
	}

}

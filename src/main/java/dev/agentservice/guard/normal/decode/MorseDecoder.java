package dev.agentservice.guard.normal.decode;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * International Morse code: letters set apart by spaces, words by slashes.
 *
 * @see <a href="https://www.itu.int/rec/R-REC-M.1677">ITU-R M.1677</a>
 */
final class MorseDecoder implements Decoder {

	private static final String SIGNS = ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..";

	private static final Map<String, Character> LETTERS = letters();

	/** Possessive, so that it cannot go back and takes linear time. */
	private static final Pattern STRETCH = Pattern.compile("(?:[.\\-]{1,6}+[ /]++){5,}+[.\\-]{0,6}+");

	@Override
	public Disguise disguise() {
		return Disguise.MORSE;
	}

	@Override
	public Optional<String> decode(String text) {
		Matcher stretches = STRETCH.matcher(text);
		Replacement plain = new Replacement(text);
		while (stretches.find()) {
			plain.replace(stretches.start(), stretches.end(), letters(stretches.group()));
		}
		return plain.result();
	}

	private static String letters(String signs) {
		StringBuilder letters = new StringBuilder();
		for (String sign : signs.replace("/", " / ").split(" +", 0)) {
			letters.append("/".equals(sign) ? Character.valueOf(' ') : LETTERS.getOrDefault(sign, '?'));
		}
		return letters.toString();
	}

	private static Map<String, Character> letters() {
		String[] signs = SIGNS.split(" ", 0);
		return IntStream.range(0, signs.length)
			.boxed()
			.collect(Collectors.toMap((i) -> signs[i], (i) -> (char) ('a' + i)));
	}

}

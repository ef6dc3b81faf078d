package dev.agentservice.guard.normal.character;

import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;

/**
 * Letters that look like Latin ones, and digits and signs that are read as letters.
 *
 * @see <a href="https://www.unicode.org/reports/tr39/#Confusable_Detection">UTS #39,
 * confusable detection</a>
 */
public final class LookAlikes {

	private static final SpoofChecker CHECKER = new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();

	private static final Normalizer2 DECOMPOSED = Normalizer2.getNFKDInstance();

	/** Small capitals and turned letters, which UTS #39 knows only in part. */
	private static final Map<Integer, Character> DRAWN = drawn("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɐɔǝɟƃɥᴉɯɹʇʌʍ",
			"abcdefghijklmnoprstuvwyzacefghimrtvw");

	/** The Latin letters by what UTS #39 reduces them to, lower case where both do. */
	private static final Map<String, Character> LATIN = IntStream
		.concat(IntStream.rangeClosed('a', 'z'), IntStream.rangeClosed('A', 'Z'))
		.boxed()
		.collect(Collectors.toMap((c) -> CHECKER.getSkeleton(Character.toString(c)), (c) -> (char) c.intValue(),
				(lower, upper) -> lower));

	/** What each character of the basic plane looks like; 0 where nobody asked yet. */
	private static final AtomicIntegerArray LATIN_OF = new AtomicIntegerArray(0x10000);

	private LookAlikes() {
	}

	/** A word with every letter that looks Latin replaced by the Latin one. */
	public static String latin(String word) {
		StringBuilder latin = new StringBuilder(word.length());
		word.chars().forEach((c) -> latin.append((c < 0x80) ? (char) c : latinOf((char) c)));
		return latin.toString();
	}

	/**
	 * A word as leetspeak spells it, with all spellings of a letter made one: {@code 1},
	 * {@code l}, {@code !} and {@code |} become {@code i}, {@code 0} becomes {@code o}.
	 */
	public static String leet(CharSequence word) {
		StringBuilder spelled = new StringBuilder(word.length());
		word.chars().forEach((c) -> spelled.append(leet((char) c)));
		return spelled.toString();
	}

	/** Whether leetspeak writes a letter with this digit or sign. */
	public static boolean isLeet(char c) {
		return "0123456789@$!|+€".indexOf(c) >= 0;
	}

	private static char leet(char c) {
		return switch (Character.toLowerCase(c)) {
			case 'l', '1', '!', '|' -> 'i';
			case '0' -> 'o';
			case '3', '€' -> 'e';
			case '4', '@' -> 'a';
			case '5', '$', 'z', '2' -> 's';
			case '7', '+' -> 't';
			case '8' -> 'b';
			case '6', '9' -> 'g';
			default -> Character.toLowerCase(c);
		};
	}

	private static char latinOf(char c) {
		int known = LATIN_OF.get(c);
		if (known == 0) {
			known = compare(c);
			LATIN_OF.set(c, known);
		}
		return (char) known;
	}

	private static char compare(char c) {
		Character drawn = DRAWN.get((int) c);
		if (drawn != null) {
			return drawn;
		}
		if (Character.isSurrogate(c)) {
			return c;
		}
		String skeleton = CHECKER.getSkeleton(Character.toString(c));
		Character latin = LATIN.get(skeleton);
		if (latin == null) {
			String bare = DECOMPOSED.normalize(skeleton);
			latin = LATIN.get(bare.substring(0, 1));
			boolean marked = bare.chars()
				.skip(1)
				.allMatch((mark) -> Character.getType(mark) == Character.NON_SPACING_MARK);
			return (latin != null && marked) ? latin : c;
		}
		return latin;
	}

	private static Map<Integer, Character> drawn(String letters, String latin) {
		return IntStream.range(0, latin.length())
			.boxed()
			.collect(Collectors.toMap((i) -> (int) letters.charAt(i), latin::charAt));
	}

}

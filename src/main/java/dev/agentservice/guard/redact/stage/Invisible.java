package dev.agentservice.guard.redact.stage;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which characters nobody sees, and where a script or an emoji needs them all the same.
 *
 * @see <a href="https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point">UAX
 * #44, Default_Ignorable_Code_Point</a>
 */
final class Invisible {

	static final int ZERO_WIDTH_SPACE = 0x200B;

	static final int NON_JOINER = 0x200C;

	static final int JOINER = 0x200D;

	/** They shape their letters by it. */
	private static final Set<UnicodeScript> JOINING = EnumSet.of(UnicodeScript.ARABIC, UnicodeScript.SYRIAC,
			UnicodeScript.NKO, UnicodeScript.MONGOLIAN, UnicodeScript.DEVANAGARI, UnicodeScript.BENGALI,
			UnicodeScript.GURMUKHI, UnicodeScript.GUJARATI, UnicodeScript.ORIYA, UnicodeScript.TAMIL,
			UnicodeScript.TELUGU, UnicodeScript.KANNADA, UnicodeScript.MALAYALAM, UnicodeScript.SINHALA,
			UnicodeScript.KHMER, UnicodeScript.MYANMAR, UnicodeScript.TIBETAN, UnicodeScript.INHERITED);

	/** They put no space between words, and may be broken there. */
	private static final Set<UnicodeScript> UNSPACED = EnumSet.of(UnicodeScript.THAI, UnicodeScript.LAO,
			UnicodeScript.KHMER, UnicodeScript.MYANMAR);

	private Invisible() {
	}

	/** Whether nobody sees the character; line ends and tabs are seen. */
	static boolean is(int c) {
		if (c < 0x80) {
			return (c < ' ' && c != '\n' && c != '\t' && c != '\r') || c == 0x7F;
		}
		return switch (Character.getType(c)) {
			case Character.CONTROL -> true;
			case Character.FORMAT -> !isPrepended(c);
			default -> isSelector(c) || isFiller(c) || (c >= 0xE0000 && c <= 0xE0FFF);
		};
	}

	/**
	 * Whether an invisible character has a meaning where it stands.
	 * @param before the last visible character, 0 at the beginning
	 * @param between the invisible character that stands in between, or 0
	 */
	static boolean belongs(int before, int between, int c) {
		if (between != 0) {
			return c == JOINER && isPresentation(between);
		}
		return switch (c) {
			case 0xFE0E, 0xFE0F -> Character.isEmoji(before);
			case JOINER -> (before > 0x7F && Character.isEmoji(before)) || isOf(JOINING, before);
			case NON_JOINER -> isOf(JOINING, before);
			case ZERO_WIDTH_SPACE -> isOf(UNSPACED, before);
			case 0x200E, 0x200F, 0x061C -> isRightToLeft(before);
			case 0x180B, 0x180C, 0x180D, 0x180E, 0x180F -> isOf(Set.of(UnicodeScript.MONGOLIAN), before);
			default -> false;
		};
	}

	private static boolean isOf(Set<UnicodeScript> scripts, int c) {
		return c != 0 && Character.isDefined(c) && scripts.contains(UnicodeScript.of(c));
	}

	private static boolean isRightToLeft(int c) {
		byte direction = Character.getDirectionality(c);
		return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
				|| direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
	}

	private static boolean isPresentation(int c) {
		return c == 0xFE0E || c == 0xFE0F;
	}

	/** Signs that are drawn around the digits behind them. */
	private static boolean isPrepended(int c) {
		return (c >= 0x0600 && c <= 0x0605) || c == 0x06DD || c == 0x070F || c == 0x0890 || c == 0x0891 || c == 0x08E2
				|| c == 0x110BD || c == 0x110CD;
	}

	private static boolean isSelector(int c) {
		return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x180B && c <= 0x180F);
	}

	private static boolean isFiller(int c) {
		return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || c == 0x2065 || c == 0x3164
				|| c == 0xFFA0 || (c >= 0xFFF0 && c <= 0xFFF8);
	}

}

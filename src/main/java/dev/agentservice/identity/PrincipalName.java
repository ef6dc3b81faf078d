package dev.agentservice.identity;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.agentservice.support.Text;

/**
 * What may be the name of a tenant or user, wherever it comes from, in the one form in
 * which it is used: composed (NFC), without spaces around it. Two names that look the
 * same shall not be two users, each with a budget: invisible characters are refused, not
 * removed, because they are sent on purpose. Separators of keys are fine: names never
 * become part of a key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8265#section-3.4">RFC 8265, section
 * 3.4: UsernameCasePreserved</a>
 */
public final class PrincipalName {

	static final int MAX_LENGTH = 256;

	static final int MAX_BYTES = 512;

	/** The rule in words, to stand behind "must be". */
	public static final String EXPECTATION = "1 to " + MAX_LENGTH + " characters (" + MAX_BYTES
			+ " bytes of UTF-8), none of them a control, format, private or unassigned character, "
			+ "an invisible one, or a space other than U+0020";

	/** What Unicode ignores by default although its category is another, and a blank. */
	private static final Pattern INVISIBLE = Pattern.compile("[\\x{034F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}"
			+ "\\x{180B}-\\x{180F}\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{E0100}-\\x{E01EF}]");

	private static final Pattern SPACES_AROUND = Pattern.compile("^[\\p{Zs}\\t]+|[\\p{Zs}\\t]++$");

	private PrincipalName() {
	}

	/** The name in its one form; empty if nobody may be called that. */
	public static Optional<String> of(String given) {
		// Composing shortens a name, but never to a third of its length.
		if (given.length() > 3 * MAX_BYTES) {
			return Optional.empty();
		}
		String name = Normalizer.normalize(SPACES_AROUND.matcher(given).replaceAll(""), Normalizer.Form.NFC);
		return isAllowed(name) ? Optional.of(name) : Optional.empty();
	}

	/** Whether somebody may be called that. */
	public static boolean isValid(String name) {
		return of(name).isPresent();
	}

	private static boolean isAllowed(String name) {
		return !Text.isBlank(name) && Text.length(name) <= MAX_LENGTH
				&& name.codePoints().allMatch(PrincipalName::isSeen) && !INVISIBLE.matcher(name).find()
				&& name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
	}

	private static boolean isSeen(int character) {
		return switch (Character.getType(character)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
					Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
				false;
			case Character.SPACE_SEPARATOR -> character == ' ';
			default -> true;
		};
	}

}

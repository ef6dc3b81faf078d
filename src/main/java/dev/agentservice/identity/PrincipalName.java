package dev.agentservice.identity;

import dev.agentservice.support.Text;

/**
 * What may be the name of a tenant or user, wherever it comes from. Separators of keys
 * are fine: names never become part of a key.
 */
public final class PrincipalName {

	static final int MAX_LENGTH = 256;

	/** The rule in words, to stand behind "must be". */
	public static final String EXPECTATION = "1 to " + MAX_LENGTH + " bytes, without control characters";

	private PrincipalName() {
	}

	/**
	 * Without the spaces and tabs that HTTP takes off the value of a header, so that a
	 * name is the same name wherever it comes from.
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.5">RFC 9110, section
	 * 5.5</a>
	 */
	public static String trimmed(String name) {
		int begin = 0;
		int end = name.length();
		while (begin < end && isOptionalSpace(name.charAt(begin))) {
			begin++;
		}
		while (end > begin && isOptionalSpace(name.charAt(end - 1))) {
			end--;
		}
		return name.substring(begin, end);
	}

	private static boolean isOptionalSpace(char character) {
		return character == ' ' || character == '\t';
	}

	/** Whether somebody may be called that. */
	public static boolean isValid(String name) {
		return !Text.isBlank(name) && Text.bytes(name) <= MAX_LENGTH && Text.isWellFormed(name)
				&& name.chars().noneMatch(Character::isISOControl);
	}

}

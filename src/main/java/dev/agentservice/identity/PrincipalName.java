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

	/** Whether somebody may be called that. */
	public static boolean isValid(String name) {
		return !Text.isBlank(name) && Text.bytes(name) <= MAX_LENGTH && Text.isWellFormed(name)
				&& name.chars().noneMatch(Character::isISOControl);
	}

}

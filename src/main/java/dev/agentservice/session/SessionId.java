package dev.agentservice.session;

import java.util.regex.Pattern;

/**
 * The name a client gave a conversation: 1 to 64 of letters, digits, dot, underscore and
 * hyphen. It holds no separator of keys, so no two sessions can share a key.
 *
 * @param value the id
 */
public record SessionId(String value) {

	private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

	/**
	 * Checks the id.
	 * @throws IllegalArgumentException if it is not an id; the message is fit for clients
	 */
	public SessionId {
		if (!VALID.matcher(value).matches()) {
			throw new IllegalArgumentException("must be 1 to 64 letters, digits, '.', '_' or '-'");
		}
	}

	@Override
	public String toString() {
		return this.value;
	}

}

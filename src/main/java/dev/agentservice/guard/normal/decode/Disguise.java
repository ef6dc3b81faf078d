package dev.agentservice.guard.normal.decode;

/**
 * How a text can be hidden in another. Look-alikes, leetspeak and spread letters are no
 * disguises in this sense: they are read in place, word by word.
 */
public enum Disguise {

	/** Not hidden. */
	NONE,
	/** Unicode tag characters, which no font shows (U+E0020 to U+E007E). */
	TAG_CHARACTERS,
	/** Stored backwards, and shown forwards by a bidirectional override (UAX #9). */
	BIDI_OVERRIDE,
	/** Backwards, in plain sight. */
	REVERSED,
	/**
	 * A space behind every character. Words so written are read in place; this is for
	 * encodings.
	 */
	SPREAD,
	/**
	 * Percent-encoding, character references of HTML, escapes of programming languages.
	 */
	ESCAPES,
	/** Base64 or base64url (RFC 4648). */
	BASE64,
	/** Pairs of hexadecimal digits. */
	HEX,
	/** Groups of eight binary digits. */
	BINARY,
	/** Morse code in dots and dashes. */
	MORSE,
	/** Each letter moved along the alphabet by the same number; ROT13 is one of them. */
	SHIFTED_LETTERS

}

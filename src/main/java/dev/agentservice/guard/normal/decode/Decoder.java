package dev.agentservice.guard.normal.decode;

import java.util.Optional;

/**
 * Undoes one way of hiding text. Works in time linear in the text, and what comes out is
 * never longer than what went in.
 */
public interface Decoder {

	/** What it undoes. */
	Disguise disguise();

	/**
	 * The text with what is hidden in it put in its place.
	 * @param text a text in compatibility form
	 * @return empty if nothing is hidden in this way
	 */
	Optional<String> decode(String text);

}

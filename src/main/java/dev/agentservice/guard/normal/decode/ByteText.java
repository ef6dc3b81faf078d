package dev.agentservice.guard.normal.decode;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import dev.agentservice.guard.normal.character.Unicode;

/**
 * Decoded bytes, of which nobody knows yet whether they are text.
 */
final class ByteText {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	void add(int value) {
		this.bytes.write(value);
	}

	int length() {
		return this.bytes.size();
	}

	/** The text, if it is UTF-8 and mostly letters and digits: pictures are not. */
	Optional<String> words() {
		try {
			String text = StandardCharsets.UTF_8.newDecoder()
				.decode(ByteBuffer.wrap(this.bytes.toByteArray()))
				.toString();
			return readsLikeWords(text) ? Optional.of(Unicode.compatible(text)) : Optional.empty();
		}
		catch (CharacterCodingException ex) {
			return Optional.empty();
		}
	}

	private static boolean readsLikeWords(String text) {
		long letters = text.codePoints().filter(Character::isLetterOrDigit).count();
		boolean printable = text.codePoints().allMatch((c) -> Character.isWhitespace(c) || !Character.isISOControl(c));
		return printable && letters * 2 > text.codePointCount(0, text.length());
	}

}

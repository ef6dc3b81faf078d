package dev.agentservice.guard.normal.decode;

import java.util.List;
import java.util.function.Predicate;

/**
 * All that a text may have been encoded with.
 */
public final class Decoders {

	private Decoders() {
	}

	/**
	 * In the order in which they are tried.
	 * @param words tells whether a word in lower case is one that the readers of the
	 * views know; ciphers are recognised by it
	 */
	public static List<Decoder> all(Predicate<String> words) {
		return List.of(new EscapeDecoder(), new HexDecoder(), new Base64Decoder(), new BinaryDecoder(),
				new MorseDecoder(), new ShiftDecoder(words), new ReverseDecoder(words), new SpreadDecoder());
	}

}

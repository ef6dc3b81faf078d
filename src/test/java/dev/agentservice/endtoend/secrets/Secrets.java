package dev.agentservice.endtoend.secrets;

import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.endtoend.ReplicaSettings;

/**
 * What is planted. The values are put together here, so that no scanner takes this file
 * for a leak; they are always the same, because another process plants some of them.
 */
final class Secrets {

	/** An address. */
	static final String EMAIL = "canary.jane.roe" + "@" + "shop.example";

	/** A payment card's number with a right check digit. */
	static final String CARD = String.join("", "4929", "1234", "5678", "9015");

	/** What looks like the access token of a code forge. */
	static final String TOKEN = "gh" + "p_" + "Zq8".repeat(12);

	/** In the middle of a sentence of the agent's instructions. */
	static final String INSTRUCTION = "marmalade-lighthouse-47";

	/** An ordinary word of a task, of an answer. */
	static final String WORD = "rhubarb-trombone-12";

	/** What the service itself shows to providers. */
	static final String PROVIDER_KEY = "birdseed-key-of-the-provider-83";

	/** What a person would write. */
	static final String SENTENCE = "I am " + EMAIL + ", my card is " + CARD + " and the token is " + TOKEN + ", " + WORD
			+ ".";

	/**
	 * What a library or a provider might say in an error, where words are not personal.
	 */
	static final String COMPLAINT = "no account of " + EMAIL + " with card " + CARD + ", token " + TOKEN;

	/** None of these may be found where it does not belong. */
	static final List<String> ALL = List.of("canary.jane.roe", CARD, TOKEN, INSTRUCTION, WORD, PROVIDER_KEY,
			ReplicaSettings.ADAS_KEY);

	private Secrets() {
	}

	/** Those that a text holds. */
	static Stream<String> in(String text) {
		return ALL.stream().filter(text::contains);
	}

}

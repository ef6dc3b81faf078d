package dev.agentservice.llm.wire;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Makes the ids of tool calls legal in one request: they match the provider's rules, and
 * no two calls have the same. A legal id stays as it is.
 */
public final class CallIds {

	private static final Pattern CONTROL = Pattern.compile("[^\\x21-\\x7E]");

	private static final Pattern NO_WORD = Pattern.compile("[^a-zA-Z0-9_-]");

	private static final int MISTRAL_LENGTH = 9;

	private static final Pattern MISTRAL = Pattern.compile("[a-zA-Z0-9]{" + MISTRAL_LENGTH + "}");

	private final Pattern illegal;

	private final int longest;

	private final boolean mistral;

	private final Set<String> taken = new HashSet<>();

	private CallIds(Pattern illegal, int longest, boolean mistral) {
		this.illegal = illegal;
		this.longest = longest;
		this.mistral = mistral;
	}

	/**
	 * OpenAI takes 40 characters. Others use an id's content: Kimi's contain the tool's
	 * name for its model, so they are not changed.
	 */
	public static CallIds ofOpenAi() {
		return new CallIds(CONTROL, 40, false);
	}

	/** Mistral takes nine letters and digits, no more and no fewer. */
	public static CallIds ofMistral() {
		return new CallIds(NO_WORD, MISTRAL_LENGTH, true);
	}

	/** Anthropic takes letters, digits, hyphens and underscores. */
	public static CallIds ofAnthropic() {
		return new CallIds(NO_WORD, 64, false);
	}

	/** The id that a call and its result have in this request. */
	String legal(@Nullable String said) {
		String id = (said == null) ? "" : said;
		for (int i = 1; true; i++) {
			String legal = this.mistral ? hashed(id, i) : suffixed(id, i);
			if (this.taken.add(legal)) {
				return legal;
			}
		}
	}

	private String suffixed(String id, int attempt) {
		String suffix = (attempt == 1) ? "" : "_" + attempt;
		String legal = this.illegal.matcher(id).replaceAll("_");
		if (legal.isEmpty()) {
			legal = "call";
		}
		return legal.substring(0, Math.min(legal.length(), this.longest - suffix.length())) + suffix;
	}

	private static String hashed(String id, int attempt) {
		if (attempt == 1 && MISTRAL.matcher(id).matches()) {
			return id;
		}
		return String.format(Locale.ROOT, "c%08x", (id + " " + attempt).hashCode());
	}

}

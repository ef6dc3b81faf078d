package dev.agentservice.support.redis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The words by which a script says how it ended: the constants of an enum in lower case.
 * Immutable.
 *
 * @param <E> the enum
 */
public final class ScriptWords<E extends Enum<E>> {

	private final String script;

	private final Map<String, E> words;

	/**
	 * The words of a script.
	 * @param script its name, for example {@code run-admit}
	 * @param outcomes all ways in which it may end
	 */
	public ScriptWords(String script, Class<E> outcomes) {
		this.script = script;
		this.words = Arrays.stream(outcomes.getEnumConstants())
			.collect(Collectors.toUnmodifiableMap((outcome) -> outcome.name().toLowerCase(Locale.ROOT),
					Function.identity()));
	}

	/**
	 * The outcome that a word stands for.
	 * @throws IllegalStateException if the script broke its contract
	 */
	public E outcome(@Nullable Object word) {
		E outcome = (word instanceof String text) ? this.words.get(text) : null;
		if (outcome == null) {
			throw new IllegalStateException("Script " + this.script + " answered with an unknown word: " + word);
		}
		return outcome;
	}

}

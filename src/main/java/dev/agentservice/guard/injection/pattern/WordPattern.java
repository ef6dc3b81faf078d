package dev.agentservice.guard.injection.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.agentservice.guard.injection.word.Lexicon;

/**
 * The language in which rules describe words. A pattern is a sequence of
 * <ul>
 * <li>{@code word}, {@code stem*}: that word, that beginning of one;</li>
 * <li>{@code @name}: any word of a vocabulary, {@code !@name}: any word but those;</li>
 * <li>{@code .}: any word;</li>
 * <li>{@code :}: a colon, {@code ^} and {@code $}: where a sentence or line begins and
 * ends;</li>
 * <li>{@code ( … | … )}: one of several sequences;</li>
 * </ul>
 * each perhaps followed by {@code ?} or <code>{m,n}</code>. No word stands for the end of
 * a sentence, so that a pattern never reaches across it unless it says so.
 */
public final class WordPattern {

	private static final Pattern TOKEN = Pattern
		.compile("\\s*(!?@[a-z_]+|[\\pL\\pN\\pM']+\\*?|[.:^$()|]|\\?|\\{\\d+,\\d+\\})");

	private final List<String> tokens;

	private WordPattern(List<String> tokens) {
		this.tokens = tokens;
	}

	/**
	 * Reads a pattern.
	 * @throws IllegalArgumentException naming what cannot be read
	 */
	public static WordPattern parse(String text) {
		List<String> tokens = new ArrayList<>();
		Matcher matcher = TOKEN.matcher(text);
		int end = 0;
		while (end < text.length() && matcher.find(end) && matcher.start() == end) {
			tokens.add(matcher.group(1));
			end = matcher.end();
		}
		if (end != text.stripTrailing().length()) {
			throw new IllegalArgumentException(
					"cannot read '" + text.substring(end) + "' in the pattern '" + text + "'");
		}
		return new WordPattern(tokens);
	}

	/** The words that stand in the pattern itself. */
	public Set<String> words() {
		Set<String> words = new TreeSet<>();
		this.tokens.stream().filter((token) -> Character.isLetterOrDigit(token.charAt(0))).forEach(words::add);
		return words;
	}

	/** The name of the vocabulary that is just one word of a pattern. */
	public static String vocabularyOf(String word) {
		return "=" + word;
	}

	/** The pattern over the symbols of a lexicon that knows its words. */
	public WordMatcher compile(Lexicon lexicon) {
		PatternNode tree = new PatternParser(this.tokens, lexicon).parse();
		return new WordMatcher(Pattern.compile(tree.regex()), tree.required(), crossesSentences());
	}

	/** Whether a sentence begins or ends in the middle. */
	private boolean crossesSentences() {
		int depth = 0;
		boolean ended = false;
		for (int i = 0; i < this.tokens.size(); i++) {
			String token = this.tokens.get(i);
			boolean element = depth == 0 && !"|)".contains(token);
			if ((element && ended) || ("^".equals(token) && depth == 0 && i > 0)) {
				return true;
			}
			depth += switch (token) {
				case "(" -> 1;
				case ")" -> -1;
				default -> 0;
			};
			ended |= "$".equals(token);
		}
		return false;
	}

}

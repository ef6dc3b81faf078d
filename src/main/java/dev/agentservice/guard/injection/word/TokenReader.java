package dev.agentservice.guard.injection.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import dev.agentservice.guard.normal.character.LookAlikes;

/**
 * Reads what stands between two spaces: mostly a word and a sign, but also addresses,
 * contractions, and words with signs inside.
 */
final class TokenReader {

	private static final Set<String> DOMAINS = Set.of("com", "org", "net", "io", "xyz", "info", "biz", "co", "dev",
			"app", "site", "online", "top", "ru", "cn", "de", "uk", "eu", "example", "test", "ai", "me");

	private static final String APOSTROPHES = "'’‘`´ʼ";

	private static final String ENDS = ".!?;。！？；…";

	private final WordReader words;

	TokenReader(WordReader words) {
		this.words = words;
	}

	void read(String token, StringBuilder symbols) {
		if (isPlain(token)) {
			this.words.word(token, symbols);
		}
		else if (token.indexOf('<') >= 0 || token.indexOf('>') >= 0) {
			markup(token, symbols);
		}
		else if (token.contains("://") || token.startsWith("www.")) {
			symbols.append(Symbol.URL);
		}
		else if (!leetspeak(token, symbols) && !address(token, symbols)) {
			pieces(token, symbols);
		}
	}

	/** What stands in a tag, before and behind it is as if on lines of its own. */
	private void markup(String token, StringBuilder symbols) {
		String[] parts = token.split("[<>]+", -1);
		for (int i = 0; i < parts.length; i++) {
			int last = symbols.length() - 1;
			if (i > 0 && last >= 0 && symbols.charAt(last) != Symbol.LINE) {
				symbols.append(Symbol.LINE);
			}
			if (!parts[i].isEmpty()) {
				read(parts[i], symbols);
			}
		}
	}

	/** A word with signs for letters, and perhaps a sign behind it. */
	private boolean leetspeak(String token, StringBuilder symbols) {
		if (token.chars().noneMatch((c) -> LookAlikes.isLeet((char) c))
				|| token.chars().noneMatch(Character::isLetter)) {
			return false;
		}
		String core = core(token);
		char symbol = core.isEmpty() ? Symbol.UNKNOWN : this.words.symbolOf(core);
		if (symbol == Symbol.UNKNOWN) {
			return false;
		}
		symbols.append(symbol);
		token.chars()
			.skip(token.lastIndexOf(core.charAt(core.length() - 1)) + 1L)
			.forEach((c) -> boundary((char) c, symbols));
		return true;
	}

	private static boolean address(String token, StringBuilder symbols) {
		String core = core(token);
		int dot = core.lastIndexOf('.');
		if (dot > 0 && core.indexOf('@') > 0) {
			symbols.append(Symbol.EMAIL);
		}
		else if (dot > 0 && DOMAINS.contains(domain(core, dot)) && core.indexOf('/') != 0) {
			symbols.append(Symbol.URL);
		}
		else {
			return false;
		}
		token.chars().skip(token.length() - 1L).forEach((c) -> boundary((char) c, symbols));
		return true;
	}

	private void pieces(String token, StringBuilder symbols) {
		List<String> pieces = split(token);
		String joined = String.join("", pieces.stream().filter(TokenReader::isWord).toList());
		if (isSpelled(token, pieces, joined)) {
			this.words.word(joined, symbols);
			boundary(token.charAt(token.length() - 1), symbols);
			return;
		}
		for (String piece : pieces) {
			if (isWord(piece)) {
				this.words.word(piece, symbols);
			}
			else {
				boundary(piece.charAt(0), symbols);
			}
		}
	}

	/**
	 * Whether signs stand in the middle of a word: {@code i.g.n.o.r.e},
	 * {@code ig**nore**}.
	 */
	private boolean isSpelled(String token, List<String> pieces, String joined) {
		List<String> parts = pieces.stream().filter(TokenReader::isWord).toList();
		if (parts.size() < 2) {
			return false;
		}
		if (joined.length() <= parts.size() * 3 / 2) {
			return true;
		}
		boolean markup = token.chars().allMatch((c) -> isLetter((char) c) || "*_~`.,!?:\"()[]{}“”".indexOf(c) >= 0);
		return this.words.symbolOf(joined) != Symbol.UNKNOWN
				&& (markup || parts.stream().anyMatch((part) -> this.words.symbolOf(part) == Symbol.UNKNOWN));
	}

	/** Words and signs in their order, contractions as one word. */
	private static List<String> split(String token) {
		List<String> pieces = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		for (int i = 0; i < token.length(); i++) {
			char c = token.charAt(i);
			if (isLetter(c)) {
				word.append(c);
			}
			else if (!isContraction(token, i, word.length())) {
				flush(word, pieces);
				if (ENDS.indexOf(c) >= 0 || c == ':' || c == '：') {
					pieces.add(String.valueOf(c));
				}
			}
		}
		flush(word, pieces);
		return pieces;
	}

	/** English joins ({@code don't}), Romance languages part ({@code l'instruction}). */
	private static boolean isContraction(String token, int apostrophe, int before) {
		if (APOSTROPHES.indexOf(token.charAt(apostrophe)) < 0 || before == 0) {
			return false;
		}
		int end = apostrophe + 1;
		while (end < token.length() && isLetter(token.charAt(end))) {
			end++;
		}
		int after = end - apostrophe - 1;
		return after > 0 && after <= 2;
	}

	private static void flush(StringBuilder word, List<String> pieces) {
		if (!word.isEmpty()) {
			pieces.add(word.toString());
			word.setLength(0);
		}
	}

	private static void boundary(char c, StringBuilder symbols) {
		if (ENDS.indexOf(c) >= 0) {
			symbols.append(Symbol.SENTENCE);
		}
		else if (c == ':' || c == '：') {
			symbols.append(Symbol.COLON);
		}
	}

	private static String core(String token) {
		int start = 0;
		int end = token.length();
		while (start < end && !isLetter(token.charAt(start)) && "@$|€".indexOf(token.charAt(start)) < 0) {
			start++;
		}
		while (end > start && !isLetter(token.charAt(end - 1)) && "@$|+€".indexOf(token.charAt(end - 1)) < 0) {
			end--;
		}
		return token.substring(start, end);
	}

	private static String domain(String core, int dot) {
		int end = core.indexOf('/', dot);
		return core.substring(dot + 1, (end < 0) ? core.length() : end).toLowerCase(Locale.ROOT);
	}

	private static boolean isPlain(String token) {
		return token.chars().allMatch((c) -> isLetter((char) c));
	}

	private static boolean isWord(String piece) {
		return isLetter(piece.charAt(0));
	}

	private static boolean isLetter(char c) {
		return Character.isLetterOrDigit(c) || Character.isSurrogate(c)
				|| Character.getType(c) == Character.COMBINING_SPACING_MARK;
	}

}

package dev.agentservice.guard.injection.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.agentservice.guard.injection.pattern.PatternNode.Choice;
import dev.agentservice.guard.injection.pattern.PatternNode.Repeated;
import dev.agentservice.guard.injection.pattern.PatternNode.Sequence;
import dev.agentservice.guard.injection.pattern.PatternNode.Word;
import dev.agentservice.guard.injection.word.Lexicon;
import dev.agentservice.guard.injection.word.Symbol;

/**
 * Makes a tree of a pattern's tokens.
 */
final class PatternParser {

	private static final String BREAKS = "" + Symbol.SENTENCE + Symbol.LINE + Symbol.COLON;

	private static final String OPTIONAL_LINE = Symbol.LINE + "?";

	private static final String END = "";

	private final List<String> tokens;

	private final Lexicon lexicon;

	private int next;

	PatternParser(List<String> tokens, Lexicon lexicon) {
		this.tokens = tokens;
		this.lexicon = lexicon;
	}

	PatternNode parse() {
		PatternNode tree = choice();
		if (this.next < this.tokens.size()) {
			throw new IllegalArgumentException("one bracket too many in the pattern " + this.tokens);
		}
		return tree;
	}

	private PatternNode choice() {
		List<PatternNode> options = new ArrayList<>();
		options.add(sequence());
		while ("|".equals(peek())) {
			this.next++;
			options.add(sequence());
		}
		return new Choice(List.copyOf(options));
	}

	private PatternNode sequence() {
		List<PatternNode> parts = new ArrayList<>();
		while (!List.of(END, "|", ")").contains(peek())) {
			PatternNode part = part(this.tokens.get(this.next++));
			boolean repeated = peek().equals("?") || peek().startsWith("{");
			parts.add(repeated ? new Repeated(part, this.tokens.get(this.next++)) : part);
		}
		return new Sequence(List.copyOf(parts));
	}

	private PatternNode part(String token) {
		return switch (token.charAt(0)) {
			case '(' -> {
				PatternNode inner = choice();
				if (!")".equals(peek())) {
					throw new IllegalArgumentException("a bracket is missing in the pattern " + this.tokens);
				}
				this.next++;
				yield inner;
			}
			case '^' -> new Word(new BitSet(), "(?:^|[" + BREAKS + "])");
			case '$' -> new Word(new BitSet(), "(?:$|[" + BREAKS + "])");
			case '.' -> new Word(new BitSet(), "(?:" + OPTIONAL_LINE + "[^" + BREAKS + "])");
			case '!' -> new Word(new BitSet(),
					"(?:" + OPTIONAL_LINE + "[^" + BREAKS + members(this.lexicon.symbolsOf(token.substring(2))) + "])");
			case ':' -> word(Symbol.set(Symbol.COLON));
			case '@' -> word(this.lexicon.symbolsOf(token.substring(1)));
			default -> word(this.lexicon.symbolsOf(WordPattern.vocabularyOf(token)));
		};
	}

	private String peek() {
		return (this.next < this.tokens.size()) ? this.tokens.get(this.next) : END;
	}

	private static Word word(BitSet symbols) {
		return new Word(symbols, "(?:" + OPTIONAL_LINE + "[" + members(symbols) + "])");
	}

	private static String members(BitSet symbols) {
		StringBuilder members = new StringBuilder();
		symbols.stream().forEach((index) -> members.append((char) (Symbol.UNKNOWN + index)));
		return members.toString();
	}

}

package dev.agentservice.guard.injection.word;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.agentservice.guard.normal.character.Folding;
import dev.agentservice.guard.normal.character.LookAlikes;

/**
 * All words that rules know, of all languages. Each set of meanings has a symbol; a word
 * that has none is {@link Symbol#UNKNOWN}.
 */
public final class Lexicon {

	private final WordTree words = new WordTree();

	private final WordTree leet = new WordTree();

	private final Map<String, BitSet> symbols = new HashMap<>();

	private final Map<Set<String>, Character> groups = new HashMap<>();

	/**
	 * Builds a lexicon.
	 * @param meanings by word, which vocabularies it is in; a star at the end stands for
	 * any ending
	 */
	public Lexicon(Map<String, Set<String>> meanings) {
		Map<String, Set<String>> folded = new TreeMap<>();
		meanings.forEach(
				(word, names) -> folded.computeIfAbsent(Folding.fold(word), (key) -> new TreeSet<>()).addAll(names));
		this.symbols.put("number", Symbol.set(Symbol.NUMBER));
		this.symbols.put("url", Symbol.set(Symbol.URL));
		this.symbols.put("email", Symbol.set(Symbol.EMAIL));
		Map<String, Set<String>> spelled = new TreeMap<>();
		folded.forEach((word, names) -> {
			Set<String> all = withStems(word, names, folded);
			add(word, all, this.words);
			spelled.computeIfAbsent(LookAlikes.leet(word), (key) -> new TreeSet<>()).addAll(all);
		});
		// Leetspeak spells "la" and "ia" alike, so what it spells may mean either.
		spelled.forEach((word, names) -> add(word, names, this.leet));
	}

	/** The symbol of a word in the form of {@link Folding}. */
	public char symbolOf(CharSequence word) {
		return this.words.symbolOf(word);
	}

	/** The symbol of a word that is written with digits and signs for letters. */
	char symbolOfLeet(CharSequence word) {
		return this.leet.symbolOf(LookAlikes.leet(word));
	}

	/** The longest word that starts at a place. */
	WordTree.Hit longestAt(CharSequence text, int start) {
		return this.words.longestAt(text, start);
	}

	/** How many symbols there are, those without words included. */
	public int size() {
		return Symbol.FIRST_GROUP - Symbol.UNKNOWN + this.groups.size();
	}

	/**
	 * The symbols of a vocabulary.
	 * @throws IllegalArgumentException if there is no such vocabulary
	 */
	public BitSet symbolsOf(String vocabulary) {
		BitSet found = this.symbols.get(vocabulary);
		if (found == null) {
			throw new IllegalArgumentException("no vocabulary '" + vocabulary + "'");
		}
		return found;
	}

	private void add(String word, Set<String> names, WordTree tree) {
		char symbol = this.groups.computeIfAbsent(names, (key) -> (char) (Symbol.FIRST_GROUP + this.groups.size()));
		names.forEach((name) -> this.symbols.computeIfAbsent(name, (key) -> new BitSet()).set(symbol - Symbol.UNKNOWN));
		boolean stem = word.endsWith("*");
		tree.add(stem ? word.substring(0, word.length() - 1) : word, stem, symbol);
	}

	/** A word means also what the stems mean that it starts with. */
	private static Set<String> withStems(String word, Set<String> names, Map<String, Set<String>> all) {
		Set<String> meanings = new TreeSet<>(names);
		for (int end = 1; end <= word.length(); end++) {
			meanings.addAll(all.getOrDefault(word.substring(0, end) + "*", Set.of()));
		}
		return meanings;
	}

}

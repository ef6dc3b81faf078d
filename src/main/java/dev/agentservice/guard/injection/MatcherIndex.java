package dev.agentservice.guard.injection;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.agentservice.guard.injection.pattern.WordMatcher;
import dev.agentservice.guard.injection.word.Symbol;
import dev.agentservice.support.Deadline;

/**
 * Tells from the words of a sentence which of all patterns can match at all: very few.
 * Bit {@code p} of {@code layers[k][symbol]} says that the symbol satisfies the
 * {@code k}-th requirement of pattern {@code p}.
 */
final class MatcherIndex {

	private static final int LAYERS = 4;

	/** A pattern of a rule. */
	private record Entry(Rule rule, WordMatcher matcher) {
	}

	private final List<Entry> entries = new ArrayList<>();

	private final List<List<BitSet>> layers = new ArrayList<>();

	private final BitSet crossing = new BitSet();

	MatcherIndex(List<Rule> rules, int symbols) {
		rules.forEach((rule) -> rule.patterns().forEach((matcher) -> this.entries.add(new Entry(rule, matcher))));
		for (int layer = 0; layer < LAYERS; layer++) {
			this.layers.add(layer(layer, symbols));
		}
		for (int i = 0; i < this.entries.size(); i++) {
			this.crossing.set(i, this.entries.get(i).matcher().crossing());
		}
	}

	/**
	 * The rules that have a pattern in a text.
	 * @throws TooSlowException if it takes until after the deadline
	 */
	Set<Rule> find(String symbols, Deadline deadline) {
		Set<Rule> found = new HashSet<>();
		int start = 0;
		while (start < symbols.length()) {
			int end = symbols.indexOf(Symbol.SENTENCE, start);
			end = (end < 0) ? symbols.length() : end;
			if (end > start) {
				String sentence = symbols.substring(start, end);
				BitSet candidates = candidates(sentence);
				candidates.andNot(this.crossing);
				match(candidates, sentence, found, deadline);
			}
			start = end + 1;
		}
		BitSet candidates = candidates(symbols);
		candidates.and(this.crossing);
		match(candidates, symbols, found, deadline);
		return found;
	}

	private void match(BitSet candidates, String symbols, Set<Rule> found, Deadline deadline) {
		if (deadline.passed()) {
			throw new TooSlowException();
		}
		candidates.stream()
			.mapToObj(this.entries::get)
			.filter((entry) -> !found.contains(entry.rule()) && entry.matcher().matches(symbols))
			.forEach((entry) -> found.add(entry.rule()));
	}

	private BitSet candidates(String symbols) {
		BitSet present = new BitSet();
		symbols.chars().forEach((symbol) -> present.set(symbol - Symbol.UNKNOWN));
		BitSet candidates = new BitSet();
		candidates.set(0, this.entries.size());
		for (List<BitSet> layer : this.layers) {
			BitSet satisfied = new BitSet();
			present.stream().forEach((symbol) -> satisfied.or(layer.get(symbol)));
			candidates.and(satisfied);
		}
		return candidates;
	}

	/**
	 * From each pattern's few symbols: trying all symbols with all patterns takes
	 * seconds.
	 */
	private List<BitSet> layer(int layer, int symbols) {
		List<BitSet> bySymbol = Stream.generate(BitSet::new).limit(symbols).toList();
		BitSet undemanding = new BitSet();
		for (int i = 0; i < this.entries.size(); i++) {
			List<BitSet> required = this.entries.get(i).matcher().required();
			if (required.size() <= layer) {
				undemanding.set(i);
			}
			else {
				int pattern = i;
				required.get(layer).stream().forEach((symbol) -> bySymbol.get(symbol).set(pattern));
			}
		}
		bySymbol.forEach((satisfied) -> satisfied.or(undemanding));
		return bySymbol;
	}

}

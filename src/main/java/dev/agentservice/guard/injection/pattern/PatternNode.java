package dev.agentservice.guard.injection.pattern;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A pattern of words as a tree.
 */
sealed interface PatternNode {

	/** The same as a regular expression over symbols. */
	String regex();

	/** Sets of symbols; without one of each the pattern cannot match. */
	List<BitSet> required();

	/**
	 * One word.
	 *
	 * @param symbols which; empty for where a sentence begins or ends
	 * @param regex which, as a regular expression
	 */
	record Word(BitSet symbols, String regex) implements PatternNode {

		@Override
		public List<BitSet> required() {
			return this.symbols.isEmpty() ? List.of() : List.of(this.symbols);
		}

	}

	/** One after the other. */
	record Sequence(List<PatternNode> parts) implements PatternNode {

		@Override
		public String regex() {
			return String.join("", this.parts.stream().map(PatternNode::regex).toList());
		}

		@Override
		public List<BitSet> required() {
			return this.parts.stream().flatMap((part) -> part.required().stream()).toList();
		}

	}

	/** One of several. */
	record Choice(List<PatternNode> options) implements PatternNode {

		@Override
		public String regex() {
			return "(?:" + String.join("|", this.options.stream().map(PatternNode::regex).toList()) + ")";
		}

		/** What the first words are that the options require, if all do. */
		@Override
		public List<BitSet> required() {
			if (this.options.size() == 1) {
				return this.options.getFirst().required();
			}
			List<BitSet> firsts = new ArrayList<>();
			for (PatternNode option : this.options) {
				if (option.required().isEmpty()) {
					return List.of();
				}
				firsts.add(option.required().getFirst());
			}
			BitSet any = new BitSet();
			firsts.forEach(any::or);
			return List.of(any);
		}

	}

	/**
	 * Repeated, or optional.
	 *
	 * @param quantifier as regular expressions have it
	 */
	record Repeated(PatternNode node, String quantifier) implements PatternNode {

		@Override
		public String regex() {
			return "(?:" + this.node.regex() + ")" + this.quantifier;
		}

		@Override
		public List<BitSet> required() {
			boolean optional = "?".equals(this.quantifier) || this.quantifier.startsWith("{0");
			return optional ? List.of() : this.node.required();
		}

	}

}

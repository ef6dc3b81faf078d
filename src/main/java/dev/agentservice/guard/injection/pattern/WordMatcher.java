package dev.agentservice.guard.injection.pattern;

import java.util.BitSet;
import java.util.List;

import com.google.re2j.Pattern;

/**
 * A pattern of words, ready to use.
 *
 * @param pattern over symbols
 * @param required sets of symbols; without one of each the pattern cannot match
 * @param crossing whether it may reach from one sentence into the next
 */
public record WordMatcher(Pattern pattern, List<BitSet> required, boolean crossing) {

	/** Whether the pattern is somewhere in a string of symbols. */
	public boolean matches(String symbols) {
		return this.pattern.matcher(symbols).find();
	}

}

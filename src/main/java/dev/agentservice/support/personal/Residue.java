package dev.agentservice.support.personal;

import java.util.Set;

/**
 * What was found after an erasure and should not be there. What a store declared as kept
 * is no residue.
 *
 * @param count how many pieces
 * @param kinds of what kinds they are; no names and no ids
 */
public record Residue(long count, Set<String> kinds) {

	/** Nothing was found. */
	public static final Residue NONE = new Residue(0, Set.of());

	public Residue {
		kinds = Set.copyOf(kinds);
	}

	/** Whether the data are gone. */
	public boolean isEmpty() {
		return this.count == 0;
	}

}

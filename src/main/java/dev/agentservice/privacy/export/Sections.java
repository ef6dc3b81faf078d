package dev.agentservice.privacy.export;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which section of an export is being written. Pieces of one section follow each other.
 */
final class Sections {

	private final Set<String> seen = new HashSet<>();

	private @Nullable String current;

	/**
	 * Whether a piece begins its section.
	 * @throws IllegalStateException if its section was written before, and another since
	 */
	boolean begins(String section) {
		if (section.equals(this.current)) {
			return false;
		}
		if (!this.seen.add(section)) {
			throw new IllegalStateException("The section " + section + " of an export was over");
		}
		this.current = section;
		return true;
	}

	/** Whether any was begun. */
	boolean any() {
		return this.current != null;
	}

}

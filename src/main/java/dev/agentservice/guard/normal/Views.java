package dev.agentservice.guard.normal;

import java.util.List;

/**
 * All the ways a text can be read.
 *
 * @param all the views, the plain one first
 * @param incomplete whether there were more than the normaliser is willing to unfold,
 * which no honest text needs
 */
public record Views(List<View> all, boolean incomplete) {

	/** How many characters there are to look at. */
	public long length() {
		return this.all.stream().mapToLong((view) -> view.text().length()).sum();
	}

}

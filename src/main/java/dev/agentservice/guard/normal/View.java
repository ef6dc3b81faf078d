package dev.agentservice.guard.normal;

import dev.agentservice.guard.normal.decode.Disguise;

/**
 * One way to read a text.
 *
 * @param text what stands there when it is read so: in compatibility form (NFKC), without
 * invisible characters and combining marks, with its case
 * @param disguise how it was hidden; {@link Disguise#NONE} for the text as it stands
 */
public record View(String text, Disguise disguise) {

	/** Whether somebody who only looks at the text does not see what stands there. */
	public boolean hidden() {
		return this.disguise != Disguise.NONE;
	}

}

package dev.agentservice.endtoend.crash.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * What a {@link Judge} found.
 *
 * @param runs accepted runs
 * @param inDoubt calls that runs name as in doubt
 * @param happened those of them that have happened
 * @param lost accepted runs that did not end
 * @param endedTwice runs that ended in two ways
 * @param twice effects that happened more than once
 * @param untold calls that ended otherwise than was told
 * @param other broken promises of other kinds
 */
public record Verdict(int runs, int inDoubt, int happened, List<String> lost, List<String> endedTwice,
		List<String> twice, List<String> untold, List<String> other) {

	/** Every promise that was not kept, in words. */
	public List<String> broken() {
		List<String> broken = new ArrayList<>(this.other);
		this.lost.forEach((one) -> broken.add("lost: " + one));
		this.endedTwice.forEach((one) -> broken.add("ended twice: " + one));
		this.twice.forEach((one) -> broken.add("effect twice: " + one));
		this.untold.forEach((one) -> broken.add("told otherwise: " + one));
		return broken;
	}

}

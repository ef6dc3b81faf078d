package dev.agentservice.endtoend.crash.agent;

/**
 * What became of the calls of a tool over all trials.
 *
 * @param tool the tool
 * @param sideEffects whether it has side effects
 * @param calls how many calls runs without a crash would have made
 * @param twice calls that were made more often
 * @param inDoubt calls that were told as in doubt
 * @param lost calls that were not made, though nobody was told so
 */
record ToolRow(String tool, boolean sideEffects, int calls, int twice, int inDoubt, int lost) {

	static ToolRow none(String tool, boolean sideEffects) {
		return new ToolRow(tool, sideEffects, 0, 0, 0, 0);
	}

	/**
	 * With the calls of one more run.
	 * @param planned those that it would have made without a crash
	 * @param repeated those that it made beyond
	 * @param doubtful those that it told as in doubt
	 * @param missing those that it did not make; what is told as in doubt is not lost
	 */
	ToolRow plus(int planned, int repeated, int doubtful, int missing) {
		return new ToolRow(this.tool, this.sideEffects, this.calls + planned, this.twice + repeated,
				this.inDoubt + doubtful, this.lost + Math.max(0, missing - doubtful));
	}

	/** With what became of them in another run. */
	ToolRow plus(ToolRow run) {
		return new ToolRow(this.tool, this.sideEffects, this.calls + run.calls, this.twice + run.twice,
				this.inDoubt + run.inDoubt, this.lost + run.lost);
	}

	/** Whether no effect was had twice, and none was missed in silence. */
	boolean isGood() {
		return this.lost == 0 && (!this.sideEffects || this.twice == 0);
	}

	@Override
	public String toString() {
		return "| %s | %s | %d | %d | %d | %d |".formatted(this.tool, this.sideEffects ? "yes" : "no", this.calls,
				this.twice, this.inDoubt, this.lost);
	}

}

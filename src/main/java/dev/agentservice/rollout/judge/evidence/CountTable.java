package dev.agentservice.rollout.judge.evidence;

/**
 * Trials and events of two groups: a 2×2 table.
 *
 * @param trials those of the group that is judged
 * @param events those among them
 * @param otherTrials those of the group it is compared with
 * @param otherEvents those among them
 */
public record CountTable(long trials, long events, long otherTrials, long otherEvents) {

	/** A table that says nothing. */
	public static final CountTable EMPTY = new CountTable(0, 0, 0, 0);

	/** What was counted in both. */
	public CountTable plus(CountTable other) {
		return new CountTable(this.trials + other.trials, this.events + other.events,
				this.otherTrials + other.otherTrials, this.otherEvents + other.otherEvents);
	}

	/** All events. */
	long allEvents() {
		return this.events + this.otherEvents;
	}

	/** All trials. */
	long allTrials() {
		return this.trials + this.otherTrials;
	}

	/** Whether it says anything about a difference. */
	public boolean isInformative() {
		return this.trials > 0 && this.otherTrials > 0 && allEvents() > 0 && allEvents() < allTrials();
	}

}

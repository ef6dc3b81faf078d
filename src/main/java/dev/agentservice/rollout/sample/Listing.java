package dev.agentservice.rollout.sample;

/**
 * When a replica was scraped, or should have been: since when it is known.
 */
final class Listing {

	private double first = Double.NaN;

	private double last = Double.NEGATIVE_INFINITY;

	private int beforeStart;

	private double lastBeforeStart;

	/**
	 * Takes the time of a sample.
	 * @throws IllegalArgumentException if it is not later than the one before
	 */
	void at(double time) {
		if (time <= this.last) {
			throw new IllegalArgumentException((time == this.last) ? "a second sample of the pod at this time"
					: "it is earlier than the sample of the pod before");
		}
		this.first = Double.isNaN(this.first) ? time : this.first;
		this.last = time;
		if (time <= 0) {
			this.beforeStart++;
			this.lastBeforeStart = time;
		}
	}

	/** When it was first known of; {@code NaN} if it never was. */
	double first() {
		return this.first;
	}

	double last() {
		return this.last;
	}

	/** The mean time between its samples before the start; 0 if that is not known. */
	double interval() {
		return (this.beforeStart > 4) ? (this.lastBeforeStart - this.first) / (this.beforeStart - 1) : 0;
	}

}

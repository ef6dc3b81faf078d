package dev.agentservice.guard.evaluate.report;

import java.util.Locale;

/**
 * A threshold and what was measured.
 *
 * @param name what was measured
 * @param measured from 0 to 1
 * @param limit from 0 to 1
 * @param most whether the limit is the most allowed, or the least
 */
public record Check(String name, double measured, double limit, boolean most) {

	/** Whether it is good enough. */
	public boolean kept() {
		return this.most ? this.measured <= this.limit : this.measured >= this.limit;
	}

	/** As a sentence. */
	public String text() {
		return String.format(Locale.ROOT, "%s is %.1f %%, has to be %s %.1f %%", this.name, this.measured * 100,
				this.most ? "at most" : "at least", this.limit * 100);
	}

}

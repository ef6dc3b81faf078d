package dev.agentservice.endtoend.crash.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * The providers' bills and the service's books, in nano-USD.
 *
 * @param calls calls that the providers billed
 * @param billed what they billed
 * @param spent what the users' books say
 * @param unreported the part of it that no provider reported: what was swept, and calls
 * that broke off
 * @param swept the part of it that was reserved for calls that nobody was left to settle
 * @param open reservations that are neither settled nor swept
 */
public record Money(long calls, long billed, long spent, long unreported, long swept, long open) {

	/** An estimate is at least this part of what was billed. */
	private static final double LEAST = 0.9;

	/** In words. */
	List<String> broken() {
		List<String> broken = new ArrayList<>();
		long reported = this.spent - this.unreported;
		if (this.billed > reported + this.unreported / LEAST) {
			broken.add("Billed %d is more than the ledger's %d, of which %d is estimated".formatted(this.billed,
					this.spent, this.unreported));
		}
		// The ledger rounds each call up.
		if (reported > this.billed + this.calls) {
			broken.add("The ledger has %d, more than billed %d and unreported %d".formatted(this.spent, this.billed,
					this.unreported));
		}
		if (this.unreported < this.swept) {
			broken
				.add("Swept %d is not in what the ledger has as unreported, %d".formatted(this.swept, this.unreported));
		}
		if (this.open > 0) {
			broken.add(this.open + " reservations are open");
		}
		return broken;
	}

}

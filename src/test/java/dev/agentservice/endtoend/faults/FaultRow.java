package dev.agentservice.endtoend.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of one fault.
 *
 * @param fault what went wrong
 * @param face how the client asked
 * @param variant which models it was tried with
 * @param told what it got
 * @param first the calls that the first provider saw
 * @param second the calls that the fallback's provider saw
 * @param took how long the client waited
 * @param money what was charged and billed
 */
record FaultRow(Fault fault, Face face, Variant variant, Told told, int first, int second, Duration took, Money money) {

	static final String HEAD = "%-28s %-9s %-13s %-32s %-16s %-9s %6s %12s %12s %12s".formatted("fault", "first",
			"face", "client got", "notices", "attempts", "ms", "charged nUSD", "not reported", "billed nUSD");

	/** The promises that were not kept, in words; none if all is well. */
	List<String> broken() {
		Promise promise = this.fault.promise(this.face, this.variant);
		List<String> broken = new ArrayList<>(this.money.broken());
		demand(this.told.outcome().equals(promise.outcome()), "the client got '" + this.told.outcome() + "'", broken);
		List<String> notices = this.told.notices();
		demand(!this.face.tellsNotices() || notices.contains("fallback_model") == promise.fallback(),
				"the notices are " + notices, broken);
		demand(this.first == promise.first() && this.second == promise.second(), "the attempts were " + attempts(),
				broken);
		demand(this.took.compareTo(promise.earliest()) >= 0 && this.took.compareTo(Promise.LATEST) < 0,
				"it took " + this.took.toMillis() + " ms", broken);
		return broken;
	}

	private static void demand(boolean kept, String otherwise, List<String> broken) {
		if (!kept) {
			broken.add(otherwise);
		}
	}

	private String attempts() {
		return this.first + " + " + this.second;
	}

	/** A line of the table below {@link #HEAD}. */
	String line() {
		String got = this.told.outcome();
		String shown = (got.length() > 32) ? got.substring(0, 29) + "..." : got;
		return String.format(Locale.ROOT, "%-28s %-9s %-13s %-32s %-16s %-9s %6d %12d %12d %12d", this.fault.name(),
				this.variant, this.face, shown, String.join(",", this.told.notices()), attempts(), this.took.toMillis(),
				this.money.charged(), this.money.unreported(), this.money.billed());
	}

	/**
	 * What a run cost, in nano-USD.
	 *
	 * @param charged to the user, and to the run
	 * @param unreported the part of it that no provider reported: an upper bound
	 * @param reserved what is still put aside
	 * @param billed what the providers billed
	 * @param steps the costs of the steps the client was told, summed up; or -1 if it was
	 * told none
	 */
	record Money(long charged, long unreported, long reserved, long billed, long steps) {

		/** The service rounds each call up. */
		private static final long ROUNDING = 10;

		private List<String> broken() {
			List<String> broken = new ArrayList<>();
			demand(this.charged >= this.billed, "charged less than was billed", broken);
			demand(this.charged - this.unreported <= this.billed + ROUNDING, "charged more than was billed", broken);
			demand(this.reserved == 0, "something is still reserved", broken);
			demand(this.steps < 0 || this.steps == this.charged, "the steps cost " + this.steps, broken);
			return broken;
		}

	}

}

package dev.agentservice.endtoend.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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

	/** What all rows cost together. */
	static Money sum(Collection<FaultRow> rows) {
		return rows.stream().map(FaultRow::money).reduce(new Money(0, 0, 0, 0, -1), Money::plus);
	}

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
	 * @param unreported the part of it that no provider reported: an estimate
	 * @param reserved what is still put aside
	 * @param billed what the providers billed
	 * @param steps the costs of the steps the client was told, summed up; or -1 if it was
	 * told none
	 */
	record Money(long charged, long unreported, long reserved, long billed, long steps) {

		/** How many times the bill is charged at most, over all rows. */
		static final double MOST = 1.2;

		double ofBilled() {
			return (double) this.charged / this.billed;
		}

		/** The service rounds each call up. */
		private static final long ROUNDING = 10;

		/** The part of a bill that is charged at least where it is estimated. */
		private static final double LEAST = 0.9;

		Money plus(Money other) {
			return new Money(this.charged + other.charged, this.unreported + other.unreported,
					this.reserved + other.reserved, this.billed + other.billed, -1);
		}

		private List<String> broken() {
			List<String> broken = new ArrayList<>();
			double least = (this.unreported == 0) ? this.billed : LEAST * this.billed;
			demand(this.charged >= least, "charged less than was billed", broken);
			demand(this.charged - this.unreported <= this.billed + ROUNDING, "charged more than was billed", broken);
			demand(this.reserved == 0, "something is still reserved", broken);
			demand(this.steps < 0 || this.steps == this.charged, "the steps cost " + this.steps, broken);
			return broken;
		}

	}

}

package dev.agentservice.endtoend.providers;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a scenario with one dialect.
 *
 * @param dialect the dialect
 * @param scenario the scenario
 * @param streamed whether the client read along, and the provider was asked for a stream
 * @param got what the client got
 * @param next what the client got that went on in the same session, first with the same
 * agent, then with that of another provider
 * @param illegal the requests that the provider refused for what they said
 * @param leaked whether the client was shown a thought
 * @param money the money
 */
record Outcome(Dialect dialect, Scenario scenario, boolean streamed, String got, List<String> next, long illegal,
		boolean leaked, Money money) {

	private static final String NEXT = "200 You are welcome.";

	/** What must hold and does not. */
	List<String> broken() {
		List<String> broken = new ArrayList<>();
		if (!this.got.equals(this.scenario.expected())) {
			broken.add("the client got " + this.got + " in place of " + this.scenario.expected());
		}
		if (!this.next.stream().allMatch(NEXT::equals)) {
			broken.add("in the same session it got " + this.next);
		}
		if (this.illegal > 0) {
			broken.add(this.illegal + " illegal requests");
		}
		if (this.leaked) {
			broken.add("a thought was shown");
		}
		broken.addAll(this.money.broken());
		return broken;
	}

	String line() {
		return this.dialect + " " + this.scenario + (this.streamed ? " streamed: " : " plain: ") + this.got + ", "
				+ this.money;
	}

	/**
	 * The money of a scenario, in nano-USD.
	 *
	 * @param charged what the ledger says
	 * @param unreported the part of it that no provider reported
	 * @param reserved what is still put aside
	 * @param billed what the providers billed
	 */
	record Money(long charged, long unreported, long reserved, long billed) {

		/** The part of a bill that is charged at least where it is estimated. */
		static final double LEAST = 0.9;

		/** To the nano-USD where every call was reported, hardly below the bill else. */
		List<String> broken() {
			boolean kept = (this.unreported == 0) ? this.charged == this.billed : this.charged >= LEAST * this.billed;
			return (kept && this.reserved == 0) ? List.of() : List.of(toString());
		}

		Money plus(Money other) {
			return new Money(this.charged + other.charged, this.unreported + other.unreported,
					this.reserved + other.reserved, this.billed + other.billed);
		}

	}

}

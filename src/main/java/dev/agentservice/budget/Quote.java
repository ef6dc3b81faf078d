package dev.agentservice.budget;

import java.util.List;

import dev.agentservice.budget.Limits.ScopeLimit;
import dev.agentservice.budget.price.Price;

/**
 * A reservation with its price.
 *
 * @param reservation what was asked for
 * @param price what its model costs
 * @param worstNano its worst case, in nano-USD
 * @param minimumNano the worst case with the shortest useful answer, in nano-USD
 */
record Quote(Reservation reservation, Price price, long worstNano, long minimumNano) {

	static Quote of(Reservation reservation, Price price, int minimumOutputTokens) {
		long shortest = Math.min(reservation.outputTokens(), minimumOutputTokens);
		return new Quote(reservation, price,
				price.worstCaseNano(reservation.promptTokens(), reservation.outputTokens()) + reservation.feesNano(),
				price.worstCaseNano(reservation.promptTokens(), shortest) + reservation.feesNano());
	}

	/** What {@code budget-reserve.lua} wants to know. */
	Arguments arguments(List<ScopeLimit> scopes, long notAfter) {
		Payer payer = this.reservation.payer();
		Arguments arguments = new Arguments().with(payer)
			.with("id", this.reservation.id())
			.with("run", payer.run())
			.with("attempt", payer.attempt())
			.with(scopes)
			.with("model", this.reservation.model())
			.with("amount", this.worstNano)
			.with("minimum", this.minimumNano)
			.with("not_after", notAfter);
		return (payer.agent() != null) ? arguments.with("agent", payer.agent()) : arguments;
	}

	/**
	 * The output cap that an amount, at least the minimum, pays for.
	 * @param leftNano what there was to grant
	 */
	Grant granted(long amountNano, long leftNano) {
		long affordable = this.price.largestOutput(this.reservation.promptTokens(),
				amountNano - this.reservation.feesNano());
		return new Grant(this.reservation, this.price, amountNano,
				Math.min(this.reservation.outputTokens(), affordable), leftNano);
	}

	/** Gives back what may have been reserved by a script that did not answer. */
	Settlement givenBack() {
		return new Grant(this.reservation, this.price, this.worstNano, this.reservation.outputTokens(), this.worstNano)
			.unused();
	}

}

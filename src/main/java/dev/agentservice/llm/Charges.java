package dev.agentservice.llm;

import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.budget.price.Tokens;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.UsageClaim;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts calls on a run's bill, by the information about them when they end:
 * <table>
 * <caption>What is charged</caption>
 * <tr>
 * <th>known</th>
 * <th>charged</th>
 * </tr>
 * <tr>
 * <td>it was not sent, or the provider refused it before any text of an answer</td>
 * <td>nothing</td>
 * </tr>
 * <tr>
 * <td>the answer ended, and the claimed usage is plausible</td>
 * <td>the claim</td>
 * </tr>
 * <tr>
 * <td>anything else about a call whose answer comes in pieces</td>
 * <td>an estimate of the prompt and of what was received, by {@link Metering#estimated};
 * no more than was reserved</td>
 * </tr>
 * <tr>
 * <td>more than the output cap allows came</td>
 * <td>the same, although it is more than was reserved</td>
 * </tr>
 * <tr>
 * <td>nothing was received of an answer that was to come in one piece</td>
 * <td>the whole reservation: all of it may have been written</td>
 * </tr>
 * </table>
 * It never throws: no answer is lost because of its cost.
 */
final class Charges {

	private static final Logger LOG = LoggerFactory.getLogger(Charges.class);

	private final Metering metering;

	Charges(Metering metering) {
		this.metering = metering;
	}

	/** The call has ended, one way or the other. */
	void settle(RunBill bill, Grant grant, ModelCall call) {
		try {
			charge(bill, grant, call);
		}
		catch (RuntimeException ex) {
			LOG.atError().addKeyValue("model", call.request().model()).setCause(ex).log("call charged in full");
			bill.unknown(grant);
		}
	}

	private void charge(RunBill bill, Grant grant, ModelCall call) {
		switch (of(call)) {
			case Charge.Nothing _ -> bill.unused(grant);
			case Charge.Claimed claimed -> bill.used(grant, claimed.tokens());
			case Charge.Estimated estimated -> bill.estimated(grant, estimated.tokens());
			case Charge.Beyond counted -> bill.beyond(grant, counted.tokens());
			case Charge.Everything _ -> bill.unknown(grant);
		}
	}

	/** The charge of a call. */
	Charge of(ModelCall call) {
		GrowingAnswer answer = call.answer();
		if (!call.exchange().mayBeBilled()) {
			return new Charge.Nothing();
		}
		if (answer.hasEnded() && this.metering.isCredible(call)) {
			UsageClaim claim = answer.claim();
			return new Charge.Claimed(new Tokens(claim.input(), claim.cached(), claim.cacheWrite(), claim.output()));
		}
		if (!answer.hasEnded() && !answer.hasBegun() && call.exchange().inOnePiece()) {
			return new Charge.Everything();
		}
		Tokens beyond = this.metering.beyondCap(call);
		return (beyond != null) ? new Charge.Beyond(beyond) : new Charge.Estimated(this.metering.estimated(call));
	}

	/** The cost of a call, as far as it is known. */
	sealed interface Charge {

		/** It cost nothing. */
		record Nothing() implements Charge {
		}

		/**
		 * It cost what its provider claims.
		 *
		 * @param tokens what it used
		 */
		record Claimed(Tokens tokens) implements Charge {
		}

		/**
		 * Its provider claims nothing plausible.
		 *
		 * @param tokens the estimated usage
		 */
		record Estimated(Tokens tokens) implements Charge {
		}

		/**
		 * Its provider claims nothing plausible, and its model exceeded the cap.
		 *
		 * @param tokens the received tokens
		 */
		record Beyond(Tokens tokens) implements Charge {
		}

		/** Nothing is known of it. */
		record Everything() implements Charge {
		}

	}

}

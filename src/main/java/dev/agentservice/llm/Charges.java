package dev.agentservice.llm;

import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.budget.Tokens;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.UsageClaim;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts calls onto a run's bill, by what is known of them when they end:
 * <table>
 * <caption>What is charged</caption>
 * <tr>
 * <th>known</th>
 * <th>charged</th>
 * </tr>
 * <tr>
 * <td>it never left, or the provider refused it before a word of an answer</td>
 * <td>nothing</td>
 * </tr>
 * <tr>
 * <td>the answer ended, and the claim to what it used can be true</td>
 * <td>the claim</td>
 * </tr>
 * <tr>
 * <td>a piece of the answer was heard, or all of it</td>
 * <td>the prompt, and the most that the piece can have cost</td>
 * </tr>
 * <tr>
 * <td>nothing</td>
 * <td>what was put aside</td>
 * </tr>
 * </table>
 * It never throws: no answer is lost over what it costs.
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
		GrowingAnswer answer = call.answer();
		if (!call.exchange().mayBeBilled()) {
			bill.unused(grant);
		}
		else if (answer.hasEnded() && this.metering.isCredible(call.request(), answer)) {
			UsageClaim claim = answer.claim();
			bill.used(grant, new Tokens(claim.input(), claim.cached(), claim.cacheWrite(), claim.output()));
		}
		else if (answer.hasEnded() || answer.hasBegun()) {
			bill.atMost(grant, this.metering.atMost(call.request(), answer, grant.reservation().promptTokens()));
		}
		else {
			bill.unknown(grant);
		}
	}

}

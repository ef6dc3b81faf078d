package dev.agentservice.llm;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.Silence;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model, and what is known of it at any time, however it ends.
 *
 * @param request the question
 * @param exchange how far it came on the wire
 * @param answer what was heard of the answer
 * @param streamed whether the answer is to come in pieces
 */
record ModelCall(ModelRequest request, Exchange exchange, GrowingAnswer answer, boolean streamed) {

	/**
	 * A call that is to be made.
	 * @param firstToken when its answer must have begun
	 * @param deltas hears the text as it comes; null for an answer in one piece
	 */
	ModelCall(ModelRequest request, Deadline firstToken, @Nullable DeltaListener deltas) {
		this(request, exchange(request, firstToken, deltas != null),
				new GrowingAnswer((deltas != null) ? deltas::onDelta : ModelCall::toNobody,
						Metering.longest(request.maxOutputTokens())),
				deltas != null);
	}

	/** An answer in one piece begins when it is whole. */
	private static Exchange exchange(ModelRequest request, Deadline firstToken, boolean streamed) {
		CallLimits limits = request.limits();
		Deadline deadline = (limits.response() != null) ? request.deadline().within(limits.response())
				: request.deadline();
		return streamed ? new Exchange(deadline, firstToken, new Silence(limits.firstToken(), limits.gap()))
				: new Exchange(deadline, deadline, new Silence(limits.response(), null));
	}

	private static void toNobody(String ignored) {
	}

}

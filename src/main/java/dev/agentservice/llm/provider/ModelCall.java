package dev.agentservice.llm.provider;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.Silence;
import dev.agentservice.llm.model.CallLimits;
import dev.agentservice.llm.model.DeltaListener;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.support.Deadline;

/**
 * One call of a model, and its state at any time, however it ends.
 *
 * @param request the request
 * @param promptBound the most tokens that its prompt can have; counting them takes time,
 * so it is done once
 * @param exchange its progress on the wire
 * @param answer the received part of the answer
 * @param streamed whether the answer is to come in pieces
 */
public record ModelCall(ModelRequest request, long promptBound, Exchange exchange, GrowingAnswer answer,
		boolean streamed) {

	/**
	 * A call that is to be made.
	 * @param promptBound the most tokens that its prompt can have
	 * @param firstToken when its answer must have begun, if it comes in pieces
	 * @param deltas gets the text as it is received
	 * @param streamed whether it is to come in pieces
	 */
	public ModelCall(ModelRequest request, long promptBound, FirstTokenLimit firstToken, DeltaListener deltas,
			boolean streamed) {
		this(request, promptBound, exchange(request, firstToken, streamed),
				new GrowingAnswer(deltas::onDelta, Metering.longest(request.maxOutputTokens())), streamed);
	}

	/** An answer in one piece begins when it is whole. */
	private static Exchange exchange(ModelRequest request, FirstTokenLimit firstToken, boolean streamed) {
		CallLimits limits = request.limits();
		Deadline deadline = (limits.response() != null) ? request.deadline().within(limits.response())
				: request.deadline();
		return streamed ? new Exchange(deadline, firstToken.deadline(), new Silence(firstToken.silence(), limits.gap()))
				: new Exchange(deadline, deadline, new Silence(limits.response(), null));
	}

}

package dev.agentservice.llm;

import java.util.Map;

import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/** Calls as the gateway makes them, for tests that look at one afterwards. */
final class Calls {

	private static final TokenCounter TOKENS = new TokenCounter(
			new ModelCatalog(new LlmProperties(Map.of(), Map.of(), 32_768, TestGateway.RESILIENCE)));

	private Calls() {
	}

	/**
	 * A call.
	 * @param firstToken when its answer must have begun, if it comes in pieces
	 * @param deltas hears the pieces; null for an answer in one piece, as providers give
	 * it that are not asked to stream
	 */
	static ModelCall of(ModelRequest request, Deadline firstToken, @Nullable DeltaListener deltas) {
		return new ModelCall(request, TOKENS.upperBound(request.model(), request.messages(), request.tools()),
				new FirstTokenLimit(firstToken, request.limits().firstToken()), (deltas != null) ? deltas : (_) -> {
				}, deltas != null);
	}

	/** A call whose answer comes in pieces, or in one. */
	static ModelCall of(ModelRequest request, boolean streamed) {
		return of(request, request.deadline(), streamed ? (_) -> {
		} : null);
	}

}

package dev.agentservice.llm.provider;

import java.util.Map;

import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.model.DeltaListener;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/** Calls as the gateway makes them, for tests that look at one afterwards. */
public final class Calls {

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
	public static ModelCall of(ModelRequest request, Deadline firstToken, @Nullable DeltaListener deltas) {
		return new ModelCall(request, TOKENS.upperBound(request.model(), request.messages(), request.tools()),
				new FirstTokenLimit(firstToken, request.limits().firstToken()), (deltas != null) ? deltas : (_) -> {
				}, deltas != null);
	}

	/** A call whose answer comes in pieces, or in one. */
	public static ModelCall of(ModelRequest request, boolean streamed) {
		return of(request, request.deadline(), streamed ? (_) -> {
		} : null);
	}

}

package dev.agentservice.llm;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a request says beside its conversation, in the words of the provider it goes to.
 */
final class RequestParameters {

	/** Anthropic's least budget for thoughts. */
	private static final int LEAST_BUDGET = 1024;

	private final ProviderProperties provider;

	RequestParameters(ProviderProperties provider) {
		this.provider = provider;
	}

	/**
	 * Writes the output cap, whether tools may be called in parallel, and how much to
	 * think.
	 * @param body the request, which has its model, messages and tools already
	 */
	void addTo(ObjectNode body, ModelRequest request) {
		switch (this.provider.protocol()) {
			case OPENAI -> addOpenAi(body, request);
			case ANTHROPIC -> addAnthropic(body, request);
		}
	}

	private void addOpenAi(ObjectNode body, ModelRequest request) {
		String cap = switch (this.provider.outputCap()) {
			case MAX_COMPLETION_TOKENS -> "max_completion_tokens";
			case MAX_TOKENS -> "max_tokens";
		};
		body.put(cap, request.maxOutputTokens());
		if (!request.tools().isEmpty()) {
			body.put("parallel_tool_calls", true);
		}
		String effort = effort(request.reasoning());
		if (effort != null) {
			body.put("reasoning_effort", effort);
		}
	}

	private static @Nullable String effort(@Nullable Reasoning reasoning) {
		return switch (reasoning) {
			case OFF -> "none";
			case LOW -> "low";
			case MEDIUM -> "medium";
			case HIGH -> "high";
			case null -> null;
		};
	}

	private static void addAnthropic(ObjectNode body, ModelRequest request) {
		int cap = request.maxOutputTokens();
		body.put("max_tokens", cap);
		int budget = switch (request.reasoning()) {
			case LOW -> cap / 4;
			case MEDIUM -> cap / 2;
			case HIGH -> cap / 4 * 3;
			case OFF -> 0;
			case null -> 0;
		};
		if (budget >= LEAST_BUDGET) {
			body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
		}
	}

}

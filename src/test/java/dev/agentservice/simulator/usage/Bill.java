package dev.agentservice.simulator.usage;

/**
 * What was billed for a model so far.
 *
 * @param calls the billed calls
 * @param inputTokens all prompt tokens, cached and written ones included
 * @param cachedInputTokens the part read from the prompt cache
 * @param cacheWriteTokens the part written to the prompt cache
 * @param outputTokens the tokens produced, also those that nobody heard
 */
public record Bill(long calls, long inputTokens, long cachedInputTokens, long cacheWriteTokens, long outputTokens) {

	static final Bill NOTHING = new Bill(0, 0, 0, 0, 0);

	static Bill of(PromptTokens prompt, long output) {
		return new Bill(1, prompt.total(), prompt.cached(), prompt.written(), output);
	}

	Bill plus(Bill other) {
		return new Bill(this.calls + other.calls, this.inputTokens + other.inputTokens,
				this.cachedInputTokens + other.cachedInputTokens, this.cacheWriteTokens + other.cacheWriteTokens,
				this.outputTokens + other.outputTokens);
	}

}

package dev.agentservice.llm;

/**
 * The tokens a model call used, as the provider reported them.
 *
 * @param inputTokens all prompt tokens, those read from or written to the provider's
 * cache included
 * @param cachedInputTokens the part of {@code inputTokens} read from the provider's cache
 * @param cacheWriteTokens the part of {@code inputTokens} written to the provider's cache
 * @param outputTokens completion tokens, reasoning included
 */
public record Usage(long inputTokens, long cachedInputTokens, long cacheWriteTokens, long outputTokens) {

	public static final Usage NONE = new Usage(0, 0, 0, 0);

	/** The sum of two usages. */
	public Usage plus(Usage other) {
		return new Usage(this.inputTokens + other.inputTokens, this.cachedInputTokens + other.cachedInputTokens,
				this.cacheWriteTokens + other.cacheWriteTokens, this.outputTokens + other.outputTokens);
	}

}

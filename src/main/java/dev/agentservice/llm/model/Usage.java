package dev.agentservice.llm.model;

/**
 * The tokens a model call used.
 *
 * @param inputTokens all prompt tokens, those read from or written to the provider's
 * cache included
 * @param cachedInputTokens the part of {@code inputTokens} read from the provider's cache
 * @param cacheWriteTokens the part of {@code inputTokens} written to the provider's cache
 * @param outputTokens completion tokens, reasoning included
 * @param estimated whether the provider reported nothing, so that these were estimated
 */
public record Usage(long inputTokens, long cachedInputTokens, long cacheWriteTokens, long outputTokens,
		boolean estimated) {

	public static final Usage NONE = new Usage(0, 0, 0, 0);

	/** A usage the provider reported. */
	public Usage(long inputTokens, long cachedInputTokens, long cacheWriteTokens, long outputTokens) {
		this(inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens, false);
	}

	/** The sum of two usages; an estimate if either is one. */
	public Usage plus(Usage other) {
		return new Usage(this.inputTokens + other.inputTokens, this.cachedInputTokens + other.cachedInputTokens,
				this.cacheWriteTokens + other.cacheWriteTokens, this.outputTokens + other.outputTokens,
				this.estimated || other.estimated);
	}

}

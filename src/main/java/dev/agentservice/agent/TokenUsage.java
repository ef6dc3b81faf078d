package dev.agentservice.agent;

/**
 * The tokens of all model calls of a run, as the providers reported them, and their
 * price.
 *
 * @param inputTokens all prompt tokens
 * @param cachedInputTokens the part of {@code inputTokens} that the providers read from
 * their caches
 * @param outputTokens completion tokens
 * @param costNano what they cost, in nano-USD, failed calls included
 */
public record TokenUsage(long inputTokens, long cachedInputTokens, long outputTokens, long costNano) {

}

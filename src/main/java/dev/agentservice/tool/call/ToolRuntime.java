package dev.agentservice.tool.call;

import java.util.function.Supplier;

import dev.agentservice.tool.cache.ResultCache;

/**
 * What the calls of all tools share.
 *
 * @param metrics counts them
 * @param cache keeps results; asked for only by tools whose results are kept
 * @param maxResult how much of a result the model gets to see, in bytes of UTF-8
 */
public record ToolRuntime(ToolMetrics metrics, Supplier<ResultCache> cache, int maxResult) {

}

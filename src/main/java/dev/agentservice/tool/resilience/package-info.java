/**
 * What keeps a failing tool from doing harm: one circuit breaker, one bulkhead and one
 * retry policy for each tool, and one retry budget for all.
 */
@NullMarked
package dev.agentservice.tool.resilience;

import org.jspecify.annotations.NullMarked;

/**
 * When a model is not called, and when it is called again: circuit breakers, bulkheads,
 * pauses that a provider asked for, refused keys, and the last resort.
 */
@NullMarked
package dev.agentservice.llm.resilience;

import org.jspecify.annotations.NullMarked;

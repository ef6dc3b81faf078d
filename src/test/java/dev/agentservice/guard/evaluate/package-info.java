/**
 * Measures the guard against sets of texts, and the ways to evade it. Start here:
 * {@link dev.agentservice.guard.evaluate.DetectorEvaluation}.
 */
@NullMarked
package dev.agentservice.guard.evaluate;

import org.jspecify.annotations.NullMarked;

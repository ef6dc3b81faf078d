/**
 * The project's own safety evaluation, {@code scripts/safety-eval}: sends attacks and
 * harmless texts through the guard, in process or of a deployed service, and counts.
 * Start here: {@link dev.agentservice.guard.evaluate.SafetyEvaluation}.
 */
@NullMarked
package dev.agentservice.guard.evaluate;

import org.jspecify.annotations.NullMarked;

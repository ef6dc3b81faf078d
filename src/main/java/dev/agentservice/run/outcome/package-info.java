/**
 * How a run ended: as its client is told, and as its record has it.
 */
@NullMarked
package dev.agentservice.run.outcome;

import org.jspecify.annotations.NullMarked;

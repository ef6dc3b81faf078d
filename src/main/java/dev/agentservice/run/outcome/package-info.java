/**
 * How a run ended: as its client gets it, and as its record holds it.
 */
@NullMarked
package dev.agentservice.run.outcome;

import org.jspecify.annotations.NullMarked;

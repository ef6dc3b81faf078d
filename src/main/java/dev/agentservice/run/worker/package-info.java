/**
 * The execution of queued runs: every replica takes as many as it has slots for, claims
 * each at once, and releases it when it ends, or when another owner is to continue it.
 * Who owns a run is ruled by the lease in its record alone.
 */
@NullMarked
package dev.agentservice.run.worker;

import org.jspecify.annotations.NullMarked;

/**
 * The ownership of runs: how a run is registered, or waits for an owner, is claimed,
 * leased, given back or ended by its owner or, when that is gone, by the reaper of any
 * replica.
 * <p>
 * A run belongs to the replica that has its newest attempt, for as long as that renews
 * its lease. Every write of an owner requires all of it: the user's epoch, the attempt,
 * an active status, a lease that has not expired. The record of all this is described in
 * {@link dev.agentservice.run.record}.
 * <p>
 * Redis channel {@code as:cancels}: ids of runs that are to be cancelled.
 */
@NullMarked
package dev.agentservice.run.owner;

import org.jspecify.annotations.NullMarked;

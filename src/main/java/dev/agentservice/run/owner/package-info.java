/**
 * The ownership of runs: how a run is registered, leased, ended by its owner or, when
 * that is gone, by the reaper of any replica, and the list of runs that have to be
 * monitored.
 * <p>
 * A run belongs to the replica that has its newest attempt, for as long as that renews
 * its lease. Every write of an owner requires all of it: the user's epoch, the attempt,
 * an active status, a lease that has not expired. The record of all this is described in
 * {@link dev.agentservice.run.record}.
 * <p>
 * Redis key <code>as:{q}:live</code>: sorted set of {@code tag run announcement} by the
 * time of the run's next check, in milliseconds by the clock of Redis. Channel
 * {@code as:cancels}: ids of runs that are to be cancelled.
 */
@NullMarked
package dev.agentservice.run.owner;

import org.jspecify.annotations.NullMarked;

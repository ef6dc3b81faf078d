/**
 * Who works on a run: how it is registered, leased, ended by its owner or, when that is
 * gone, by anybody, and the one list of runs that somebody has to look after.
 * <p>
 * A run belongs to the replica that has its newest attempt, for as long as that renews
 * its lease. Whatever an owner writes demands all of it: the user's epoch, the attempt,
 * an active status, a lease that has not passed. The record that all this is written in
 * is described in {@link dev.agentservice.run.record}.
 * <p>
 * Redis key <code>as:{q}:live</code>: sorted set of {@code tag run announcement} by the
 * time somebody looks at the run next, in milliseconds by the clock of Redis. Channel
 * {@code as:cancels}: ids of runs that are asked to stop.
 */
@NullMarked
package dev.agentservice.run.owner;

import org.jspecify.annotations.NullMarked;

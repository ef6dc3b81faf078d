/**
 * What is known of every run while it lives and after: its state, its owner's lease, and
 * the one list of runs that somebody has to look after.
 * <p>
 * A run belongs to the replica that has its newest attempt, for as long as that renews
 * its lease. Whatever an owner writes demands all of it: the user's epoch, the attempt,
 * an active status, a lease that has not passed.
 * <p>
 * Redis keys; times are milliseconds by the clock of Redis:
 * <ul>
 * <li><code>as:{u}:run:&lt;id&gt;</code>: a hash: {@code v}; {@code doc}, written once
 * (JSON: agent, revision, session, metadata); {@code status}; {@code attempt}, the
 * fencing token; {@code lease}, until when its owner is thought alive; {@code mode};
 * {@code turn}, the lock of its session's turn; {@code first} and {@code seq}, the
 * numbers of the attempt's first and of the last event; {@code end}, what its last event
 * said; {@code again}, whether a retry may go on with it; {@code ended_at}</li>
 * <li><code>as:{u}:run:&lt;id&gt;:steps</code>: a list: what earlier attempts have
 * finished</li>
 * <li><code>as:{u}:idem:&lt;digest&gt;</code>: a hash: {@code run}, which run an
 * idempotency key stands for, and {@code request}, the digest of what was asked</li>
 * <li><code>as:{u}:keys</code>: the index of the user's keys has members {@code run:<id>}
 * and {@code idem:<digest>}; what hangs on a run's key is not in it</li>
 * <li><code>as:{q}:live</code>: sorted set of {@code tag run announcement} by the time
 * somebody looks at the run next</li>
 * </ul>
 * Channel {@code as:cancels}: ids of runs that are asked to stop.
 */
@NullMarked
package dev.agentservice.run.record;

import org.jspecify.annotations.NullMarked;

/**
 * What is known of every run while it lives and after: its state, what it was asked for,
 * how it ended.
 * <p>
 * Redis keys; times are milliseconds by the clock of Redis:
 * <ul>
 * <li><code>as:{u}:run:&lt;id&gt;</code>: a hash: {@code v}; {@code doc}, written once
 * (JSON: agent, revision, session, metadata); {@code status}; {@code attempt}, the
 * fencing token; {@code lease}, until when its owner is thought alive; {@code mode};
 * {@code turn}, the lock of its session's turn; {@code first} and {@code seq}, the
 * numbers of the attempt's first and of the last event; {@code end}, what its last event
 * said; {@code again}, whether a retry may go on with it; {@code ended_at};
 * {@code logged}, whether its events are; and of a run that continues without its client,
 * until it has ended for good: {@code input} (JSON: task, history, limits, credential),
 * {@code epoch}, that of its first admission, and {@code idem}, the digest of its
 * idempotency key</li>
 * <li><code>as:{u}:run:&lt;id&gt;:steps</code>: a list: what earlier attempts have
 * finished</li>
 * <li><code>as:{u}:idem:&lt;digest&gt;</code>: a hash: {@code run}, which run an
 * idempotency key stands for, and {@code request}, the digest of what was asked</li>
 * <li><code>as:{u}:keys</code>: the index of the user's keys has members {@code run:<id>}
 * and {@code idem:<digest>}; what hangs on a run's key is not in it</li>
 * </ul>
 */
@NullMarked
package dev.agentservice.run.record;

import org.jspecify.annotations.NullMarked;

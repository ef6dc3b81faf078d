/**
 * The record of every run during its life and after: its state, its order, its end.
 * <p>
 * Redis keys; times are milliseconds by the clock of Redis:
 * <ul>
 * <li><code>as:{u}:run:&lt;id&gt;</code>: a hash: {@code v}; {@code doc}, written once
 * (JSON: agent, revision, session, metadata); {@code status}; {@code attempt}, the
 * fencing token; {@code lease}, until when its owner counts as alive; {@code mode};
 * {@code turn}, the lock of its session's turn; {@code first} and {@code seq}, the
 * numbers of the attempt's first and of the last event; {@code end}, the data of its last
 * event; {@code again}, whether a retry may continue it; {@code ended_at};
 * {@code logged}, whether its events are; {@code steps}, how many entries its journal
 * has, and {@code jv}, the highest version among them; {@code in_doubt}, the calls with
 * side effects whose effect is unknown (JSON objects, separated by commas);
 * {@code repeatable_at}, when the owner of the attempt before can be at work no more;
 * {@code owner}, track and release of its owner where that is not the one that wrote
 * {@code doc}; {@code continues}, whether it goes on without its client; {@code lost},
 * how many owners in a row it has lost without a new step; of a run that waits, or has
 * waited, {@code since} when, with which {@code priority}, when it {@code expires}, and
 * why it was {@code resumed}; and of a run that continues without its client, until it
 * has ended for good: {@code input} (JSON: task, history, limits, credential),
 * {@code epoch}, that of its first admission, and {@code idem}, the digest of its
 * idempotency key</li>
 * <li><code>as:{u}:run:&lt;id&gt;:steps</code>: a list: the run's journal, what earlier
 * attempts have finished and what they were about to do</li>
 * <li><code>as:{u}:waits:&lt;session&gt;</code>: a sorted set: runs without an owner that
 * found the session's turn taken, by when they began to wait</li>
 * <li><code>as:{u}:idem:&lt;digest&gt;</code>: a hash: {@code run}, the run of an
 * idempotency key, and {@code request}, the digest of the request</li>
 * <li><code>as:{u}:keys</code>: the index of the user's keys has members
 * {@code run:<id>}, {@code idem:<digest>} and {@code waits:<session>}; keys derived from
 * a run's key are not in it</li>
 * </ul>
 */
@NullMarked
package dev.agentservice.run.record;

import org.jspecify.annotations.NullMarked;

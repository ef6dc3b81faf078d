/**
 * The queue of runs that nobody waits for on a connection: which of them may begin, and
 * in which order. It knows runs by their ids and by the tags of their users and tenants
 * alone; whether a run may begin, and who owns it, is ruled by its record.
 * <p>
 * The <em>lane</em> of a track is the stream of runs that may begin now and of those at
 * work. The <em>windows</em> of a user and of a tenant bound how many entries each has in
 * all lanes; runs beyond them are in the user's backlog. Whenever a run leaves a window,
 * the tenant's users with a backlog take turns.
 * <p>
 * All keys are in one hash slot. {@code u} and {@code t} are the tags of a user and of a
 * tenant; times are milliseconds by the clock of Redis:
 * <ul>
 * <li><code>as:{q}:queue:&lt;track&gt;</code>, group {@code workers}: the lane; entries
 * {@code r, u, t, a} (run, user, tenant, entry in the list of live runs). An entry exists
 * if and only if the run is in both windows, so its length is what waits in it and what
 * is at work;
 * <li><code>as:{q}:jobs</code>: hash, run →
 * {@code entry|track|user|tenant|announcement|score}; {@code -} for an entry stands for
 * the backlog, {@code later} and {@code parked} for runs that are to be offered again;
 * <li><code>as:{q}:backlog:&lt;u&gt;</code>: sorted set, run → (9 − priority) × 10¹³ +
 * time of its first arrival;
 * <li><code>as:{q}:ring:&lt;t&gt;</code>: sorted set, users with a backlog and room in
 * their window → turn;
 * <li><code>as:{q}:window:&lt;u&gt;</code>, <code>as:{q}:window:&lt;t&gt;</code>: sets of
 * runs in a lane;
 * <li><code>as:{q}:waiting:&lt;track&gt;</code>, <code>:waiting:&lt;u&gt;</code>,
 * <code>:waiting:&lt;t&gt;</code>: sorted sets, run that is queued and not at work →
 * since when it may begin; for {@code later} the time of its next look;
 * <li><code>as:{q}:parked:&lt;u&gt;</code>: sorted set, parked run → its next look;
 * <li><code>as:{q}:workers:&lt;track&gt;</code>: sorted set, replica → last seen;
 * <li><code>as:{q}:tracks</code>: set of the tracks that have a lane;
 * <li><code>as:{q}:dead:&lt;t&gt;</code>: sorted set, {@code user run} → when it was
 * given up; <code>as:{q}:dead</code>: set of the tenants that have one.
 * </ul>
 * The list of live runs, <code>as:{q}:live</code>, is described in
 * {@code dev.agentservice.run.live}. Channel <code>as:{q}:wake</code>: the track of a
 * lane that has a new entry.
 */
@NullMarked
package dev.agentservice.run.queue;

import org.jspecify.annotations.NullMarked;

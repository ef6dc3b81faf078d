/**
 * The list of runs that have to be looked after.
 * <p>
 * Redis key <code>as:{q}:live</code>: sorted set of {@code tag run announcement} by the
 * time of the run's next check, in milliseconds by the clock of Redis.
 */
@NullMarked
package dev.agentservice.run.live;

import org.jspecify.annotations.NullMarked;

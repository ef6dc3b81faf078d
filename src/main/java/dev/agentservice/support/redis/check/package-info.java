/**
 * Whether Redis is reachable and set up as it has to be, at the start and for health
 * checks.
 */
@NullMarked
package dev.agentservice.support.redis.check;

import org.jspecify.annotations.NullMarked;

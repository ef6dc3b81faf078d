/**
 * Tests of what is checked at the start.
 */
@NullMarked
package dev.agentservice.support.redis.check;

import org.jspecify.annotations.NullMarked;

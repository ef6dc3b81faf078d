/**
 * Tests of the way to Redis.
 */
@NullMarked
package dev.agentservice.support.redis;

import org.jspecify.annotations.NullMarked;

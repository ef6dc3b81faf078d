/**
 * Tests of messages between replicas.
 */
@NullMarked
package dev.agentservice.support.redis.channel;

import org.jspecify.annotations.NullMarked;

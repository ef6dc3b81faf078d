/**
 * Messages between replicas. They may be lost, so that listeners also poll.
 */
@NullMarked
package dev.agentservice.support.redis.channel;

import org.jspecify.annotations.NullMarked;

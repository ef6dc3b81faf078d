/**
 * Messages between replicas. They may be lost, so that whoever listens also looks for
 * itself.
 */
@NullMarked
package dev.agentservice.support.redis.channel;

import org.jspecify.annotations.NullMarked;

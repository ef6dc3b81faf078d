/**
 * The one way to Redis: scripts, their answers, one shared connection, its breaker and
 * its settings. Nobody else touches the client.
 */
@NullMarked
package dev.agentservice.support.redis;

import org.jspecify.annotations.NullMarked;

/**
 * The buckets that count: one for each limit and its owner, in Redis for all replicas
 * together, or in this replica's memory while Redis is unavailable.
 */
@NullMarked
package dev.agentservice.ratelimit.bucket;

import org.jspecify.annotations.NullMarked;

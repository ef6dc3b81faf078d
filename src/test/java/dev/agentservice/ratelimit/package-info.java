/**
 * Tests of the rate limits, on real Redis servers.
 */
@NullMarked
package dev.agentservice.ratelimit;

import org.jspecify.annotations.NullMarked;

/**
 * What HTTP answers say about rate limits.
 */
@NullMarked
package dev.agentservice.ratelimit.web;

import org.jspecify.annotations.NullMarked;

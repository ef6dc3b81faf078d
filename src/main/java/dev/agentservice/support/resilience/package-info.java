/**
 * Limits of what may fail, shared by all outbound calls.
 */
@NullMarked
package dev.agentservice.support.resilience;

import org.jspecify.annotations.NullMarked;

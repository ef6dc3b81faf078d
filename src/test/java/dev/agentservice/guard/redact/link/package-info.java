/**
 * Tests of what becomes of links and images.
 */
@NullMarked
package dev.agentservice.guard.redact.link;

import org.jspecify.annotations.NullMarked;

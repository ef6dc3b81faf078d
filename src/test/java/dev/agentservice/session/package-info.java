/**
 * Tests of conversations, on real Redis servers.
 */
@NullMarked
package dev.agentservice.session;

import org.jspecify.annotations.NullMarked;

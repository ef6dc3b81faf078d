/**
 * Tests of what happens when a newer release has written.
 */
@NullMarked
package dev.agentservice.support.state;

import org.jspecify.annotations.NullMarked;

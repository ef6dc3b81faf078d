/**
 * Tests of the agents' definitions and of what is done with them.
 */
@NullMarked
package dev.agentservice.agent;

import org.jspecify.annotations.NullMarked;

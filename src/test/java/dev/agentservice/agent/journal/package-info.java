/**
 * Tests of what is written down of a run.
 */
@NullMarked
package dev.agentservice.agent.journal;

import org.jspecify.annotations.NullMarked;

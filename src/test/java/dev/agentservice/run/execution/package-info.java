/**
 * Tests of the work on a run.
 */
@NullMarked
package dev.agentservice.run.execution;

import org.jspecify.annotations.NullMarked;

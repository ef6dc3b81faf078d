/**
 * Tests of the run queue.
 */
@NullMarked
package dev.agentservice.run.queue;

import org.jspecify.annotations.NullMarked;

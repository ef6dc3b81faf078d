/**
 * Tests of the event log, and runs of which only the record is real.
 */
@NullMarked
package dev.agentservice.run.event;

import org.jspecify.annotations.NullMarked;

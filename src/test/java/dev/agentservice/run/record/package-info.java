/**
 * Tests of runs' records, leases and ends, and a replica that has only those.
 */
@NullMarked
package dev.agentservice.run.record;

import org.jspecify.annotations.NullMarked;

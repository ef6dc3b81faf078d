/**
 * Tests of runs' leases and ends, and a replica that has only those.
 */
@NullMarked
package dev.agentservice.run.owner;

import org.jspecify.annotations.NullMarked;

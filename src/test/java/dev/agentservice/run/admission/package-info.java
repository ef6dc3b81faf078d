/**
 * Tests of who may start a run.
 */
@NullMarked
package dev.agentservice.run.admission;

import org.jspecify.annotations.NullMarked;

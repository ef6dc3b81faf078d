/**
 * The log of what users asked and were answered: a line for each run, whose texts are
 * sealed, so that retention and erasure hold wherever the line was copied to.
 */
@NullMarked
package dev.agentservice.run.interaction;

import org.jspecify.annotations.NullMarked;

/**
 * What is known of every run while it lives and after: its state, its owner's lease, and
 * the one list of runs that somebody has to look after.
 */
@NullMarked
package dev.agentservice.run.record;

import org.jspecify.annotations.NullMarked;

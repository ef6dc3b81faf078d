/**
 * What a simulated provider counts and bills: its own tokenizer, its prompt cache, its
 * totals.
 */
@NullMarked
package dev.agentservice.simulator.usage;

import org.jspecify.annotations.NullMarked;

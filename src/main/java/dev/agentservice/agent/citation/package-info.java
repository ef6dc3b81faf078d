/**
 * Citations that hold: an answer cites passages that its run has shown the model, and
 * nothing else.
 */
@NullMarked
package dev.agentservice.agent.citation;

import org.jspecify.annotations.NullMarked;

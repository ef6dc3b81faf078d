/**
 * What the wires to all providers have in common: a conversation that is legal wherever
 * it is sent, and an answer that grows piece by piece, whatever the pieces look like.
 */
@NullMarked
package dev.agentservice.llm.wire;

import org.jspecify.annotations.NullMarked;

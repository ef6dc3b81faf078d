/**
 * The common part of the wires to all providers: a conversation that is legal at each,
 * and an answer that grows piece by piece, in any form of the pieces.
 */
@NullMarked
package dev.agentservice.llm.wire;

import org.jspecify.annotations.NullMarked;

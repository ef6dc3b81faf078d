/** Vectors that were made once and stored, so that measuring needs no model. */
@NullMarked
package dev.agentservice.knowledge.evaluate.vector;

import org.jspecify.annotations.NullMarked;

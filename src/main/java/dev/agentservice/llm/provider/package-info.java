/**
 * One call of one model at its provider: parameters as the model takes them, the answer
 * as it grows, its usage and its cost.
 */
@NullMarked
package dev.agentservice.llm.provider;

import org.jspecify.annotations.NullMarked;

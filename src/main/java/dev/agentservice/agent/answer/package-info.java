/**
 * An answer that a model broke off, and its continuation by another model.
 */
@NullMarked
package dev.agentservice.agent.answer;

import org.jspecify.annotations.NullMarked;

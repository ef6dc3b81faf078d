/**
 * Answers that are none: one that a model broke off and its continuation by another
 * model, and what a client is told when there is no answer.
 */
@NullMarked
package dev.agentservice.agent.answer;

import org.jspecify.annotations.NullMarked;

/**
 * What {@code scripts/knowledge-eval} measures: whether a search finds what answers a
 * question.
 */
@NullMarked
package dev.agentservice.knowledge.evaluate;

import org.jspecify.annotations.NullMarked;

/**
 * Documents as text, and how they are cut into passages.
 */
@NullMarked
package dev.agentservice.knowledge.chunk;

import org.jspecify.annotations.NullMarked;

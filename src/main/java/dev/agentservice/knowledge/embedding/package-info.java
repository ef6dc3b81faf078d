/**
 * The models that make vectors of what is known, and who pays for it.
 */
@NullMarked
package dev.agentservice.knowledge.embedding;

import org.jspecify.annotations.NullMarked;

/**
 * A model that makes vectors within this process. Its library is large and has native
 * code, so it is there only in builds with the Maven profile {@code local-embeddings};
 * this package compiles without it.
 */
@NullMarked
package dev.agentservice.llm.local;

import org.jspecify.annotations.NullMarked;

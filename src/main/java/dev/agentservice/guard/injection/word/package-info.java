/**
 * Reads a text as a string of symbols, one per word. The words are in
 * {@code guard/vocabulary.yaml}.
 */
@NullMarked
package dev.agentservice.guard.injection.word;

import org.jspecify.annotations.NullMarked;

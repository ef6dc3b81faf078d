/**
 * Undoes what hides a text from a reader of plain words: invisible and look-alike
 * characters, encodings, simple ciphers, also in one another. What comes out is only for
 * looking at; the model gets the text as it was sent.
 */
@NullMarked
package dev.agentservice.guard.normal;

import org.jspecify.annotations.NullMarked;

/**
 * The language in which rules describe rows of words, and what becomes of it: regular
 * expressions over symbols.
 */
@NullMarked
package dev.agentservice.guard.injection.pattern;

import org.jspecify.annotations.NullMarked;

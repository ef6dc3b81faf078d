/**
 * What the guard is measured with: sets of attacks and harmless texts, read from JSON,
 * and the ways to write a text so that it is not recognised. The format is described in
 * {@code eval/README.md}.
 */
@NullMarked
package dev.agentservice.guard.evaluate.set;

import org.jspecify.annotations.NullMarked;

/**
 * The inspection of one text: the score of its findings, how much is inspected at once,
 * and what happens if that fails.
 */
@NullMarked
package dev.agentservice.guard.inspection;

import org.jspecify.annotations.NullMarked;

/**
 * What single characters stand for, and which of them nobody sees.
 */
@NullMarked
package dev.agentservice.guard.normal.character;

import org.jspecify.annotations.NullMarked;

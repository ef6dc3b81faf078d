/**
 * Undoes one encoding or cipher at a time.
 */
@NullMarked
package dev.agentservice.guard.normal.decode;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of conversations that clients keep themselves.
 */
@NullMarked
package dev.agentservice.run.repeat;

import org.jspecify.annotations.NullMarked;

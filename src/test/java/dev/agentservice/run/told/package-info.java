/**
 * Tests of conversations that clients keep themselves.
 */
@NullMarked
package dev.agentservice.run.told;

import org.jspecify.annotations.NullMarked;

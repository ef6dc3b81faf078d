/**
 * Tests of each decoder.
 */
@NullMarked
package dev.agentservice.guard.normal.decode;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of the whole: structure and end to end.
 */
@NullMarked
package dev.agentservice;

import org.jspecify.annotations.NullMarked;

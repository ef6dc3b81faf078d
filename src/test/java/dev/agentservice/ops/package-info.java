/**
 * Tests of what operators look at.
 */
@NullMarked
package dev.agentservice.ops;

import org.jspecify.annotations.NullMarked;

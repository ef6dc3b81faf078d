/**
 * Tests of what the authors of tools see.
 */
@NullMarked
package dev.agentservice.tool;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of the registry of tools and of parallel tool calls.
 */
@NullMarked
package dev.agentservice.tool;

import org.jspecify.annotations.NullMarked;

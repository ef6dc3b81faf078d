/**
 * Tests of parallel tool calls.
 */
@NullMarked
package dev.agentservice.tool.call;

import org.jspecify.annotations.NullMarked;

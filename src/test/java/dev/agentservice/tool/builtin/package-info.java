/**
 * Tests of the built-in tools.
 */
@NullMarked
package dev.agentservice.tool.builtin;

import org.jspecify.annotations.NullMarked;

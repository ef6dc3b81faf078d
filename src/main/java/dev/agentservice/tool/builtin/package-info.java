/**
 * The tools every agent can have without anybody writing one.
 */
@NullMarked
package dev.agentservice.tool.builtin;

import org.jspecify.annotations.NullMarked;

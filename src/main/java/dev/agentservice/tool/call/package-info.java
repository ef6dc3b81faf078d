/**
 * The calls that a model asks for in one step: checked, run in parallel, repeated or
 * replaced where that helps, each with a result that fits.
 */
@NullMarked
package dev.agentservice.tool.call;

import org.jspecify.annotations.NullMarked;

/**
 * What a test tells a simulated provider to do (answers, tool calls, faults), and the
 * doing of it.
 */
@NullMarked
package dev.agentservice.simulator.script;

import org.jspecify.annotations.NullMarked;

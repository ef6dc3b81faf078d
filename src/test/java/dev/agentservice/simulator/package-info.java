/**
 * Simulated OpenAI and Anthropic servers that speak the real wire protocols over HTTP:
 * for tests (which script them), for local mode and for load tests. Start here:
 * {@link dev.agentservice.simulator.Simulator}.
 */
@NullMarked
package dev.agentservice.simulator;

import org.jspecify.annotations.NullMarked;

/**
 * Anthropic's Managed Agents: sessions that go on without a client, their events, budgets
 * and streams.
 */
@NullMarked
package dev.agentservice.simulator.sessions;

import org.jspecify.annotations.NullMarked;

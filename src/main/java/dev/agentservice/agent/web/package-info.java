/**
 * The HTTP face of agents: which ones there are.
 */
@NullMarked
package dev.agentservice.agent.web;

import org.jspecify.annotations.NullMarked;

/**
 * Tests of the HTTP face of agents.
 */
@NullMarked
package dev.agentservice.agent.web;

import org.jspecify.annotations.NullMarked;

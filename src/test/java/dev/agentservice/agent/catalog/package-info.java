/**
 * Tests of the agents that are read, those in this repository among them.
 */
@NullMarked
package dev.agentservice.agent.catalog;

import org.jspecify.annotations.NullMarked;

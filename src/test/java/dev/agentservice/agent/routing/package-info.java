/**
 * Tests of the choice of a model.
 */
@NullMarked
package dev.agentservice.agent.routing;

import org.jspecify.annotations.NullMarked;

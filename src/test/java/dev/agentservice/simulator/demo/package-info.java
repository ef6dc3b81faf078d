/**
 * What a simulated model says when no script tells it: enough sense to make a demo
 * meaningful, from the tools' descriptions and the conversation alone, and always the
 * admission that it is simulated.
 */
@NullMarked
package dev.agentservice.simulator.demo;

import org.jspecify.annotations.NullMarked;

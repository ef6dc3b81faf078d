/**
 * A chat call and its answer without the dress of a protocol: what scripts, the demo and
 * the wire encoders share.
 */
@NullMarked
package dev.agentservice.simulator.chat;

import org.jspecify.annotations.NullMarked;

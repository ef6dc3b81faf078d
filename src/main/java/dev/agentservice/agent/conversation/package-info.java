/**
 * What the messages of a run carry besides text: rounds of tool calls with their results,
 * and the parts that only their provider can read.
 */
@NullMarked
package dev.agentservice.agent.conversation;

import org.jspecify.annotations.NullMarked;

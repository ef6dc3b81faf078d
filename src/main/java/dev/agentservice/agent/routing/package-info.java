/**
 * Which model a call goes to: by what the task asks for, and by what is switched.
 */
@NullMarked
package dev.agentservice.agent.routing;

import org.jspecify.annotations.NullMarked;

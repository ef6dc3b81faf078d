/**
 * What can be found in a text, what a policy makes of it, and how often that happened.
 */
@NullMarked
package dev.agentservice.guard.redact.finding;

import org.jspecify.annotations.NullMarked;

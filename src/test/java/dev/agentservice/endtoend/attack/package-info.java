/**
 * Attacks that once succeeded, against the running service: what the attacker gets, what
 * it costs, and that others are served meanwhile.
 */
@NullMarked
package dev.agentservice.endtoend.attack;

import org.jspecify.annotations.NullMarked;

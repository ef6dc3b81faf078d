/**
 * Callers that try to take more than is theirs: what they get, what it costs, and that
 * others are served meanwhile.
 */
@NullMarked
package dev.agentservice.endtoend.attack;

import org.jspecify.annotations.NullMarked;

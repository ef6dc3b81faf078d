/**
 * Replicas that are killed and frozen while they have runs with side effects: what became
 * of each run and of each effect is judged from outside the service.
 */
@NullMarked
package dev.agentservice.endtoend.crash;

import org.jspecify.annotations.NullMarked;

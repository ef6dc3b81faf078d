/**
 * Clients that leave, providers that fail and a replica that dies, all at once and drawn
 * from a seed: what holds then is a promise.
 */
@NullMarked
package dev.agentservice.endtoend.chaos;

import org.jspecify.annotations.NullMarked;

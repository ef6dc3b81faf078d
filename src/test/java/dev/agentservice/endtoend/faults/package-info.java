/**
 * Everything that can go wrong with a model, one row each: what the client gets, what the
 * providers see, what is charged.
 */
@NullMarked
package dev.agentservice.endtoend.faults;

import org.jspecify.annotations.NullMarked;

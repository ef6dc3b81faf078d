/**
 * For agent authors: an agent whose replica dies at each of its steps, and what becomes
 * of its tools' calls.
 */
@NullMarked
package dev.agentservice.endtoend.crash.agent;

import org.jspecify.annotations.NullMarked;

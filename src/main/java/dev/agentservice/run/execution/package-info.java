/**
 * The execution of an admitted run, from its first event to its stored end.
 */
@NullMarked
package dev.agentservice.run.execution;

import org.jspecify.annotations.NullMarked;

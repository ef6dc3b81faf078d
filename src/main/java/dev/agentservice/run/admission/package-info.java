/**
 * The admission of runs: the checks before the body is read, and those before the run
 * begins, with its registration.
 */
@NullMarked
package dev.agentservice.run.admission;

import org.jspecify.annotations.NullMarked;

/**
 * Who may start a run: what is checked before the body is read, and what is checked,
 * drawn on and registered before the run begins.
 */
@NullMarked
package dev.agentservice.run.admission;

import org.jspecify.annotations.NullMarked;

/**
 * What holds of every stage.
 */
@NullMarked
package dev.agentservice.guard.redact.stage;

import org.jspecify.annotations.NullMarked;

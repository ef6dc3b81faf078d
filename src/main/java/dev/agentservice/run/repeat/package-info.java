/**
 * Whether a user asks again what was just answered.
 */
@NullMarked
package dev.agentservice.run.repeat;

import org.jspecify.annotations.NullMarked;

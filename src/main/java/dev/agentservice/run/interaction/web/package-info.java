/**
 * The HTTP face of the interaction log.
 */
@NullMarked
package dev.agentservice.run.interaction.web;

import org.jspecify.annotations.NullMarked;

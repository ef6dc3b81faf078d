/**
 * The service beside a Redis in a container, configured as {@code compose.yaml} has it.
 * Needs a Docker engine; {@code scripts/with-docker} brings one.
 */
@NullMarked
package dev.agentservice.endtoend.container;

import org.jspecify.annotations.NullMarked;

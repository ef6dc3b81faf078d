/**
 * OpenAI's chat protocol in front of the same runs: each agent is a model. Of
 * {@code session} it uses the messages alone.
 */
@ApplicationModule(
		allowedDependencies = { "run", "run::event", "agent", "agent :: definition", "session", "ratelimit" })
@NullMarked
package dev.agentservice.compat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

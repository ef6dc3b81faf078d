/**
 * OpenAI's chat protocol in front of the same runs: each agent is a model. Of
 * {@code session} it uses the messages alone.
 */
@ApplicationModule(allowedDependencies = { "run", "run :: admission", "run :: event", "run :: order", "run :: outcome",
		"agent", "agent :: definition", "session", "ratelimit" })
@NullMarked
package dev.agentservice.compat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

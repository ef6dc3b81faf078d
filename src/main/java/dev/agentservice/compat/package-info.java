/**
 * Other services' protocols in front of the same runs, each in a package of its own. Of
 * {@code session} they use the messages alone.
 */
@ApplicationModule(allowedDependencies = { "run", "run :: admission", "run :: event", "run :: order", "run :: outcome",
		"agent", "agent :: definition", "session", "ratelimit" })
@NullMarked
package dev.agentservice.compat;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

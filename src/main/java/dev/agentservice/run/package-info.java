/**
 * A run's life around the heart: who may start one, how its answer comes back.
 */
@ApplicationModule(allowedDependencies = { "agent", "agent :: definition", "agent :: journal", "session", "budget",
		"budget :: price", "ratelimit", "guard", "flag", "storage" })
@NullMarked
package dev.agentservice.run;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

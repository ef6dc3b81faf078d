/**
 * The life of a run around the agent's loop: how it starts, and how its answer is
 * returned.
 */
@ApplicationModule(allowedDependencies = { "agent", "agent :: definition", "agent :: journal", "session", "budget",
		"budget :: price", "ratelimit", "ratelimit :: bucket", "guard", "flag", "flag :: definition", "storage",
		"audit" })
@NullMarked
package dev.agentservice.run;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

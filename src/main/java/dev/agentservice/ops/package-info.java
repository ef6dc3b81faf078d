/**
 * What operators look at: how the things that this service depends on are doing. Nobody
 * uses it.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.ops;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

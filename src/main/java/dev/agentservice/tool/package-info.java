/**
 * What agents can do: the registry of tools and their parallel execution.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.tool;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

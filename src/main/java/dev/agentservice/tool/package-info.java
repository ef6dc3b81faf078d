/**
 * What agents can do: the registry of tools, the allow-list an agent gets of it, and the
 * parallel execution of the calls a model asks for. What keeps failing tools from doing
 * harm is in {@code resilience}, what keeps results in {@code cache}, with its Redis
 * keys.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.tool;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

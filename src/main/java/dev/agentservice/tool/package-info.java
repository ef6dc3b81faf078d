/**
 * What agents can do. Here is what the authors of tools see; which tools there are is
 * known to {@code registry}, tools that are methods are in {@code method}, their parallel
 * execution is {@code call}. What keeps failing tools from doing harm is in
 * {@code resilience}, what keeps results in {@code cache}, with its Redis keys.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.tool;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

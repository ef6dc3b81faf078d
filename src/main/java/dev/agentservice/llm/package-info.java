/**
 * One gateway to all models: providers, wire protocols, usage.
 */
@ApplicationModule(allowedDependencies = "budget")
@NullMarked
package dev.agentservice.llm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

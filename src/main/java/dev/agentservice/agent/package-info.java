/**
 * The heart: the loop that plans, calls tools and answers. Which agents there are, and
 * what is shown to models and written down of a run, is in the packages below.
 */
@ApplicationModule(allowedDependencies = { "knowledge", "llm", "llm :: model", "llm :: remote", "llm :: token", "tool",
		"tool :: call", "tool :: registry", "tool :: source", "tool :: resilience", "session", "budget",
		"budget :: price", "flag", "guard", "guard :: redact" })
@NullMarked
package dev.agentservice.agent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The heart: agent definitions, and the loop that plans, calls tools and answers.
 */
@ApplicationModule(allowedDependencies = { "llm", "tool", "session", "budget", "flag", "guard", "guard :: redact" })
@NullMarked
package dev.agentservice.agent;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

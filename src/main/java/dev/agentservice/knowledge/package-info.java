/**
 * What agents know: documents of a tenant, found by search and quoted with their place.
 * The manifest in Redis is the truth ({@code knowledge.manifest}, with its keys); each
 * index is a cache of it ({@code knowledge.index}). A document that was deleted, replaced
 * or quarantined reaches no model from the moment the call that changed it has returned.
 */
@ApplicationModule(allowedDependencies = { "llm", "llm :: model", "llm :: token", "budget", "budget :: price", "guard",
		"tool", "tool :: source", "audit", "session" })
@NullMarked
package dev.agentservice.knowledge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

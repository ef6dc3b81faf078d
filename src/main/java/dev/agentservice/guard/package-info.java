/**
 * Whether a text is safe to go in or out.
 * {@link dev.agentservice.guard.inspection.InjectionGuard} looks for instructions that
 * try to take over an agent; it is rules and counting, so it misses what it has no words
 * for. Owns no Redis keys.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.guard;

import org.jspecify.annotations.NullMarked;

import org.springframework.modulith.ApplicationModule;

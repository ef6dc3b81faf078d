/**
 * Conversations: load, append, list and delete, one turn at a time.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * The few things every feature shares: Redis scripts, ids, problems, and the limits of
 * what may fail.
 */
@ApplicationModule
@NullMarked
package dev.agentservice.support;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

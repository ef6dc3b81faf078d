/**
 * The few things every feature shares, each kind in a package of its own: the way to
 * Redis, bodies of requests, problems, limits of what may fail, the clock. All of it is
 * open to every feature; it uses none itself.
 */
@ApplicationModule(type = ApplicationModule.Type.OPEN, allowedDependencies = {})
@NullMarked
package dev.agentservice.support;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

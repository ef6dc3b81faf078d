/**
 * Judges a new release by what its replicas and those of the present release count in the
 * same minutes. Commands with a {@code main} of their own, started by scripts: nothing
 * here is a part of the service, and nothing knows Spring. Of the service only the
 * signatures of webhooks are used.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.rollout;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

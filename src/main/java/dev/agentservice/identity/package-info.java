/**
 * Who is calling: API keys, JWT, scopes, tenant and user, and the tag that stands for
 * them in every key.
 */
@ApplicationModule
@NullMarked
package dev.agentservice.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

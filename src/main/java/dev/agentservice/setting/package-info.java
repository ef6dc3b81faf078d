/**
 * Looks at the configuration before anything reads it, so that nothing in it silently
 * does nothing: a name that no setting has, two spellings that disagree, a time without a
 * unit. Nobody uses it.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.setting;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

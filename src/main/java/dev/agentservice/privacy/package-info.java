/**
 * A person's data as a whole: erased for good, with a receipt. What there is and how it
 * is erased the features say themselves, each in its
 * {@link dev.agentservice.support.personal.PersonalDataStore}; users are known here by
 * their tags alone.
 */
@ApplicationModule(allowedDependencies = "audit")
@NullMarked
package dev.agentservice.privacy;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

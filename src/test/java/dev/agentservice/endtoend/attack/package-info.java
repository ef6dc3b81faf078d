/**
 * What somebody with a credential, or with somebody else's, tries against a running
 * service.
 */
@NullMarked
package dev.agentservice.endtoend.attack;

import org.jspecify.annotations.NullMarked;

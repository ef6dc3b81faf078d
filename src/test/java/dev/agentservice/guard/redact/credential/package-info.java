/**
 * Tests of what is recognised as a credential, and credentials made for them.
 */
@NullMarked
package dev.agentservice.guard.redact.credential;

import org.jspecify.annotations.NullMarked;

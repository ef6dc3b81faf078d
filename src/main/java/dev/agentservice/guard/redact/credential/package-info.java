/**
 * Recognises passwords, keys and tokens; their forms are in
 * {@code guard/credentials.yaml}.
 */
@NullMarked
package dev.agentservice.guard.redact.credential;

import org.jspecify.annotations.NullMarked;

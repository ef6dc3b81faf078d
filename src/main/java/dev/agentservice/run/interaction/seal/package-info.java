/**
 * Seals texts so that nobody reads them any more once a key in Redis is gone, wherever
 * copies of them are.
 * <p>
 * Redis key <code>as:{u}:seal:&lt;day&gt;</code>: handle and secret of a user and a day,
 * behind 128 blanks, since Redis's slow log shows the beginning of an argument. The key
 * of the cipher is an HMAC over the secret, so that a secret that Redis has logged opens
 * nothing without the pepper.
 */
@NullMarked
package dev.agentservice.run.interaction.seal;

import org.jspecify.annotations.NullMarked;

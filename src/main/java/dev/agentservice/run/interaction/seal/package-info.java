/**
 * Seals texts so that nobody reads them any more once a key in Redis is gone, wherever
 * copies of them are.
 * <p>
 * Redis key <code>as:{u}:seal:&lt;day&gt;</code>: handle and secret of a user and a day.
 * The key of the cipher is an HMAC over the secret, so that a secret that Redis has
 * logged opens nothing without the pepper.
 */
@NullMarked
package dev.agentservice.run.interaction.seal;

import org.jspecify.annotations.NullMarked;

/**
 * Erasures as they are stored, and what takes their steps: each is saved before the next,
 * and any replica goes on where another stopped. Of users and of whole tenants alike.
 * <p>
 * Redis key in the slot of {@code {e}}: <code>as:{e}:scan</code>, when the next page of
 * keys may be looked at, in ms, for all looks of all replicas. The records are keys of
 * {@code privacy.erasure} and {@code privacy.tenant}.
 */
@NullMarked
package dev.agentservice.privacy.progress;

import org.jspecify.annotations.NullMarked;

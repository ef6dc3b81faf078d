/**
 * The erasure of a user's data, step by step; any replica goes on where another stopped.
 * <p>
 * Redis keys in the slot of {@code {e}}: <code>as:{e}:erasures</code>, a sorted set,
 * erasure → when it is looked at next; <code>as:{e}:erasure:&lt;id&gt;</code>, a hash:
 * {@code attempt} and {@code lease} of the replica that works at it, {@code seq},
 * {@code at}, {@code doc}; <code>…:runs</code>, the ids of the runs that it has met;
 * <code>as:{e}:open:&lt;tag&gt;</code>, the erasure that a user's fence is of;
 * <code>as:{e}:ledger</code>, a sorted set, {@code <seq> <tag> <tenant tag>} → when;
 * <code>as:{e}:seq</code>, the last number of it; <code>as:{e}:from</code>, in ms, until
 * when entries were dropped from it by their age.
 * <p>
 * In the slot of the user: <code>as:{u}:erasing</code>, the fence: the id of the erasure,
 * or {@code blocked}; <code>as:{u}:erased</code>, how many keys of each kind are deleted.
 * Both outlive the user's other keys, and go when the erasure is verified. Channel
 * {@code as:erasures}: see {@link dev.agentservice.support.personal.ErasureNotice}.
 */
@NullMarked
package dev.agentservice.privacy.erasure;

import org.jspecify.annotations.NullMarked;

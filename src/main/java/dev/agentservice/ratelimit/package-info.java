/**
 * How often a user and a credential may ask, how many prompt tokens a user may send, how
 * many bytes of text they may have inspected, how many texts of a user may be refused,
 * and how many users a credential may name that nobody has heard of: token buckets of
 * Bucket4j, kept in Redis, so that all replicas share them.
 * <p>
 * A replica remembers how it last saw a bucket and what time it was in Redis; Bucket4j
 * computes what a draw makes of that, and a script swaps the bucket if it is still the
 * same and the time is right. If not, the script answers with what is, and it is computed
 * again: so one round trip is enough unless another replica was there in between, and the
 * limits hold whatever a replica remembers. Buckets that share a slot go into one script,
 * and so does all that is asked of a slot while the script before is under way; without,
 * 200 requests at once took 1.3 s of retried swaps. Bucket4j's own Lettuce module goes by
 * the replica's clock: a replica 5 minutes behind another then finds a bucket empty that
 * is full. Here only the clock of the Redis that holds the bucket counts.
 * <p>
 * A bucket that Redis does not answer for is replaced as its limit says: by one in this
 * replica's memory, by a refusal, or by nothing. As long as Redis is away nobody waits
 * for it; a probe each second notices its return. N replicas on their own allow N times
 * the limit.
 * <p>
 * Redis keys, each a Base64 text of Bucket4j's binary format (which Bucket4j versions):
 * <ul>
 * <li><code>as:bucket:{u}:user-requests</code>, <code>:user-tokens</code>,
 * <code>:user-bytes</code>, <code>:user-refusals</code> and <code>:user-reads</code>,
 * {@code u} the user's tag</li>
 * <li><code>as:bucket:{key:&lt;credential&gt;:&lt;tenant&gt;}:key-requests</code> and
 * <code>:key-bytes</code>, with the configured name of an API key or an issuer</li>
 * <li><code>as:bucket:{key-reads:&lt;credential&gt;:&lt;tenant&gt;}:key-reads</code> and
 * <code>as:bucket:{new-users:&lt;credential&gt;:&lt;tenant&gt;}:new-users</code>, each in
 * a slot of its own, so that they do not contend with runs</li>
 * </ul>
 * They hold numbers only and expire 10 s after they are full again, which is when a
 * missing bucket says the same; so erasure need not know them. Besides:
 * <ul>
 * <li><code>as:bucket:{u}:known</code>: empty, there for as long as the user is not new
 * to credentials that name their users; a replica that has seen it does not look again
 * for 10 minutes. Of one user nothing else lasts; who is erased is new again when it is
 * gone</li>
 * </ul>
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.ratelimit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

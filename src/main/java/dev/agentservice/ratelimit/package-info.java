/**
 * How often a user and an API key may ask, and how many prompt tokens a user may send:
 * token buckets of Bucket4j, kept in Redis, so that all replicas share them.
 * <p>
 * A bucket takes two round trips: a script reads it, Bucket4j computes, a script swaps it
 * if nobody else has. All buckets of an admission do so side by side. Bucket4j's own
 * Lettuce module does the same on a connection of its own, but by the replica's clock: a
 * replica 5 minutes behind another then finds a bucket empty that is full. Here the time
 * comes from the Redis that holds the bucket, with the bucket. Requests of one replica
 * for one bucket are batched by Bucket4j; without, 200 at once took 1.3 s of retried
 * swaps, with it 4 ms.
 * <p>
 * A bucket that Redis does not answer for is replaced as its limit says: by one in this
 * replica's memory, by a refusal, or by nothing. As long as Redis is away nobody waits
 * for it; a probe each second notices its return. N replicas on their own allow N times
 * the limit.
 * <p>
 * Redis keys, each a Base64 text of Bucket4j's binary format (which Bucket4j versions):
 * <ul>
 * <li><code>as:bucket:{u}:user-requests</code> and
 * <code>as:bucket:{u}:user-tokens</code>, {@code u} the user's tag</li>
 * <li><code>as:bucket:key:&lt;credential&gt;</code>, the configured name of an API
 * key</li>
 * </ul>
 * They hold numbers only and expire 10 s after they are full again, which is when a
 * missing bucket says the same; so erasure need not know them.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.ratelimit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Conversations: load, append, list and delete, one turn at a time.
 * <p>
 * Redis keys, all of one user under the hash tag <code>{u}</code>:
 * <ul>
 * <li><code>as:{u}:epoch</code>: made at the user's first admission, renewed by each;
 * <code>as:{u}:who</code>: tenant and user, stored after that by a script of its
 * own;</li>
 * <li><code>as:{u}:session:&lt;id&gt;</code>: a hash. Field {@code head} is
 * {@code {"v":1,"agent":…,"created_at":…,"updated_at":…,"turns":n}}; field {@code n} is
 * the turn with that number, counted from 1: {@code {"v":1,"run_id":…,"at":…,
 * "messages":[…],"careful":…}}. So appending costs one turn, not the history. A message
 * of the model may hold <code>"opaque":{"provider":…,"json":…}</code>, which is nobody's
 * to see but that provider's;</li>
 * <li><code>as:{u}:turn:&lt;id&gt;</code>: the turn's lock, value {@code run:attempt},
 * expires with its lease;</li>
 * <li><code>as:{u}:keys</code>: sorted set, all scores 0, with a member
 * {@code session:<id>} per session.</li>
 * </ul>
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.session;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

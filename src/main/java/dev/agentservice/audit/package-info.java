/**
 * Who changed what: written before the change is made, never changed, read by the
 * tenant's operators.
 * <p>
 * Redis keys:
 * <ul>
 * <li><code>as:audit:&lt;tenant&gt;</code>: a stream of the changes that were made to the
 * tenant, by its own credentials or for all tenants. An entry's id is the time by the
 * clock of Redis and, of one millisecond, the order; its fields are {@code action},
 * {@code target}, {@code before}, {@code after}, {@code credential}, {@code user} (a tag)
 * and {@code release}</li>
 * <li><code>as:platform:audit</code>: the same of the changes for all tenants, whole. Of
 * these the streams of the tenants that the configuration names and that are touched hold
 * what concerns them</li>
 * </ul>
 * A stream per tenant means that no query, however wrong, shows another tenant's entries.
 * Age alone ends an entry: each new one trims those beyond the retention, and a stream
 * that gets no new ones expires as a whole. Nothing is capped by number, or else whoever
 * makes many changes could wash away one. Entries outlive an erasure, so they hold tags
 * and values of settings, never a user's id or text.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

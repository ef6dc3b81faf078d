/**
 * Feature flags: what operators switch while the service runs, for some or for all, seen
 * by every replica within two seconds.
 * <p>
 * The configuration defines every flag and its default; an override in Redis replaces it
 * until it is removed: a tenant's operators have theirs for the own tenant, those of the
 * platform theirs for all. Flags are asked through OpenFeature, in front of a provider
 * that answers from this replica's memory: a question never waits for Redis. While Redis
 * is away the last known overrides stay, or the defaults if there never were any.
 * <p>
 * Redis keys:
 * <ul>
 * <li>{@code as:flags}: a hash: of each overridden flag its override (JSON: {@code v},
 * {@code variants}, {@code default}, {@code rules}) for all tenants, at
 * {@code flag:tenant} that of one tenant, and {@code #version}, which is another after
 * each change. Rules may name users by their tags, never by their names</li>
 * </ul>
 * Channel {@code as:flags:changed}: the version after a change.
 */
@ApplicationModule(allowedDependencies = "audit")
@NullMarked
package dev.agentservice.flag;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

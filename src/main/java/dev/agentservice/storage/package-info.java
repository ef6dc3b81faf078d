/**
 * How much Redis holds of each user and of each tenant, and how much it may. What is
 * stored for a user is counted by the scripts that store it ({@code stored.lua}), so the
 * count is never behind; this package reads it, adds up tenants, and says no.
 * <p>
 * Redis keys:
 * <ul>
 * <li><code>as:{u}:stored</code>: a hash, field by hour (counted from 1970): the bytes
 * that are gone by then, because what they are of has expired; {@code tenant}, the
 * tenant's tag. Made at admission, and renewed for as long as the epoch</li>
 * <li><code>as:{t}:stored</code>: a hash, field by user tag: the bytes last read of the
 * user; {@code total}, their sum</li>
 * <li><code>as:{t}:stored:due</code>: sorted set of user tags by when they have to be
 * read again, in milliseconds by the clock of Redis</li>
 * </ul>
 * A run's record, its log ({@code stored:log}) and its steps ({@code stored:steps}) and a
 * conversation ({@code stored}) say in a field what they are counted for, so that it can
 * be taken back when they go or live longer.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

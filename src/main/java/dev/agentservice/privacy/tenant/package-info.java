/**
 * The erasure of a whole tenant: an erasure of each of its users, eight at a time, then
 * what belongs to the tenant itself, then one look through all keys for all of them.
 * <p>
 * Redis keys in the slot of {@code {e}}: <code>as:{e}:tenants:erasures</code>,
 * <code>as:{e}:tenants:erasure:&lt;id&gt;</code>, <code>…:runs</code>,
 * <code>as:{e}:tenants:open:&lt;t&gt;</code>, <code>as:{e}:tenants:seq</code> and
 * <code>as:{e}:tenants:ledger</code> are to erasures of tenants what
 * {@code as:{e}:erasures} and the others are to those of users ({@code privacy.erasure});
 * the members of {@code …:runs} are the tags of the users.
 * <p>
 * In the slot of the tenant: <code>as:{t}:erasing</code>, the fence: the erasure's id.
 * Admission is told of it with the tenant's budgets, and notes in
 * <code>as:{t}:came</code>, a set of tags, of whom it may store something nevertheless:
 * the fence is lowered only when that is empty.
 */
@NullMarked
package dev.agentservice.privacy.tenant;

import org.jspecify.annotations.NullMarked;

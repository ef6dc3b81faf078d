/**
 * Notices that Redis was restored from a backup that is older than the ledger of erasures
 * of users and of tenants, and does again what was erased since before anybody reads a
 * user's data.
 * <p>
 * Redis keys in the slot of {@code {e}}: <code>as:{e}:boot</code>, a random id that is
 * made when there is none: a Redis that was emptied has another one, also where only
 * tenants were erased; <code>as:{e}:noted</code>, the highest number that was noted as
 * done again; <code>as:{e}:replay</code>, the replica that does erasures again;
 * <code>as:{e}:proof</code>, when {@code scripts/prove-erasure} has last found nothing,
 * in ms; <code>as:{e}:tenants:noted</code>, the highest number of a tenant's erasure that
 * was noted; and those of {@link dev.agentservice.privacy.erasure} and
 * {@link dev.agentservice.privacy.tenant}, of which it reads and completes the ledgers.
 */
@NullMarked
package dev.agentservice.privacy.restore;

import org.jspecify.annotations.NullMarked;

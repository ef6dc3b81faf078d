package dev.agentservice.audit;

import java.time.Instant;

/**
 * An entry as it is kept.
 *
 * @param id its place in the tenant's log; later entries have larger ones
 * @param at when it was written, by the clock of Redis
 * @param release the version of the service that wrote it
 * @param entry the change
 */
public record AuditRecord(String id, Instant at, String release, AuditEntry entry) {

}

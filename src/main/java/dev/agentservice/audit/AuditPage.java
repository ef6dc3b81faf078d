package dev.agentservice.audit;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A part of a tenant's log, newest first.
 *
 * @param records the entries; with a filter they may be few or none although there are
 * more
 * @param next behind which entry the next page begins, or {@code null} if this is the
 * last
 */
public record AuditPage(List<AuditRecord> records, @Nullable String next) {

}

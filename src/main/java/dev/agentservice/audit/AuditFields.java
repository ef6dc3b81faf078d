package dev.agentservice.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.identity.UserTag;
import org.jspecify.annotations.Nullable;

/**
 * An entry as the fields of a stream. Fields that a later release adds are not read.
 */
final class AuditFields {

	private AuditFields() {
	}

	static List<String> write(AuditEntry entry, String release) {
		List<String> fields = new ArrayList<>();
		add(fields, "action", entry.action());
		add(fields, "target", entry.target());
		add(fields, "before", entry.before());
		add(fields, "after", entry.after());
		add(fields, "credential", entry.credential());
		add(fields, "user", entry.user().value());
		add(fields, "release", release);
		return fields;
	}

	/** Reads what {@code audit-page} answers. */
	static AuditPage read(String tenant, List<@Nullable Object> reply) {
		List<AuditRecord> records = list(reply.get(0)).stream().map((entry) -> record(tenant, list(entry))).toList();
		return new AuditPage(records, (String) reply.get(1));
	}

	private static AuditRecord record(String tenant, List<?> entry) {
		String id = String.valueOf(entry.get(0));
		Map<String, String> fields = fields(list(entry.get(1)));
		AuditEntry change = new AuditEntry(tenant, required(fields, "credential"),
				new UserTag(required(fields, "user")), required(fields, "action"), required(fields, "target"),
				fields.get("before"), fields.get("after"));
		Instant at = Instant.ofEpochMilli(Long.parseLong(id.substring(0, id.indexOf('-'))));
		return new AuditRecord(id, at, required(fields, "release"), change);
	}

	private static Map<String, String> fields(List<?> flat) {
		Map<String, String> fields = new HashMap<>();
		for (int i = 0; i + 1 < flat.size(); i += 2) {
			fields.put(String.valueOf(flat.get(i)), String.valueOf(flat.get(i + 1)));
		}
		return fields;
	}

	private static String required(Map<String, String> fields, String name) {
		return Objects.requireNonNull(fields.get(name), () -> "An audit entry has no " + name);
	}

	private static List<?> list(@Nullable Object value) {
		return (value instanceof List<?> list) ? list : List.of();
	}

	private static void add(List<String> fields, String name, @Nullable String value) {
		if (value != null) {
			fields.add(name);
			fields.add(value);
		}
	}

}

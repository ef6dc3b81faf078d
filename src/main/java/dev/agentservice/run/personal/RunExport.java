package dev.agentservice.run.personal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * A run with all that it holds of its user: the task, what was done for it, and its end.
 */
@Component
class RunExport {

	private static final LuaScript<List<@Nullable Object>> READ = LuaScript.list("run/run-export");

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	/**
	 * The member of a stored message that belongs to a model's provider alone: signed
	 * thoughts, mostly. A user's own data may have a member of that name.
	 */
	private static final String OPAQUE = "opaque";

	private final RedisStore redis;

	RunExport(RedisStore redis) {
		this.redis = redis;
	}

	/** The run as a JSON object, if it is still there. */
	Optional<String> of(UserTag user, String runId) {
		List<@Nullable Object> row = this.redis.run(READ, List.of(new RunKeys(user).run(runId)), List.of());
		return (row.getFirst() != null) ? Optional.of(MAPPER.writeValueAsString(document(runId, row)))
				: Optional.empty();
	}

	private static ObjectNode document(String runId, List<@Nullable Object> row) {
		ObjectNode run = MAPPER.createObjectNode()
			.put("run_id", runId)
			.put("status", (String) row.get(1))
			.put("attempt", Integer.parseInt(Objects.requireNonNull((String) row.get(2))));
		if (row.get(3) instanceof String endedAt) {
			run.put("ended_at", Instant.ofEpochMilli(Long.parseLong(endedAt)).toString());
		}
		set(run, "record", row.getFirst());
		set(run, "input", row.get(4));
		run.path("input").path("history").forEach(RunExport::withoutOpaque);
		set(run, "end", row.get(5));
		if (row.get(6) instanceof String text) {
			run.put("text", text);
		}
		ArrayNode journal = run.putArray("journal");
		((List<?>) Objects.requireNonNull(row.get(7)))
			.forEach((entry) -> journal.add(MAPPER.readTree(String.valueOf(entry))));
		journal.forEach((entry) -> withoutOpaque(entry.path("message")));
		return run;
	}

	private static void set(ObjectNode run, String member, @Nullable Object json) {
		if (json != null) {
			run.set(member, MAPPER.readTree((String) json));
		}
	}

	private static void withoutOpaque(JsonNode message) {
		if (message instanceof ObjectNode object) {
			object.remove(OPAQUE);
		}
	}

}

package dev.agentservice.run.record;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.flag.ResolvedFlags;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/**
 * The part of a run's record that is written once.
 *
 * @param v the document's version
 * @param agent the agent
 * @param revision the revision of the agent's file
 * @param sessionId the conversation, or null
 * @param createdAt when it was first requested
 * @param metadata the client's own notes
 * @param flags the flags of the run; null if a release without flags wrote it
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RunDocument(int v, String agent, String revision,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String sessionId, Instant createdAt,
		Map<String, String> metadata, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ResolvedFlags flags) {

	private static final int VERSION = 1;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	/** A document of this release. */
	public static RunDocument of(String agent, String revision, @Nullable String sessionId, Instant createdAt,
			Map<String, String> metadata, ResolvedFlags flags) {
		return new RunDocument(VERSION, agent, revision, sessionId, createdAt, metadata, flags);
	}

	/** Reads what {@link #json()} wrote. */
	public static RunDocument read(String json) {
		return MAPPER.readValue(json, RunDocument.class);
	}

	/** All but the client's own notes, for runs of which little is kept. */
	public RunDocument withoutMetadata() {
		return new RunDocument(this.v, this.agent, this.revision, this.sessionId, this.createdAt, Map.of(), this.flags);
	}

	/** The flags of the run. */
	public ResolvedFlags resolved() {
		return (this.flags != null) ? this.flags : ResolvedFlags.NONE;
	}

	/** For the record. */
	public String json() {
		return MAPPER.writeValueAsString(this);
	}

}

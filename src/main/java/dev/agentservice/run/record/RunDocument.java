package dev.agentservice.run.record;

import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.state.StateProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
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
 * @param release the version of the release that accepted it; null if one wrote it that
 * did not say so
 * @param track the track of that release; null like it
 * @param runtime where its agent's loop runs; null for this service, or if that is not
 * known
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RunDocument(int v, String agent, String revision,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String sessionId, Instant createdAt,
		Map<String, String> metadata, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ResolvedFlags flags,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String release,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String track,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String runtime) {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	/**
	 * Reads what {@link #json()} wrote.
	 * @throws UnreadableStateException if this release cannot read it
	 */
	public static RunDocument read(String json) {
		JsonNode document = MAPPER.readTree(json);
		demandReadable(document.path("v").asInt(0));
		return MAPPER.treeToValue(document, RunDocument.class);
	}

	/**
	 * Makes sure that this release reads a part of a record. Versions 1 and 2 have the
	 * same form.
	 * @param version the version that the part was written in
	 * @throws UnreadableStateException if it does not
	 */
	public static void demandReadable(int version) {
		if (version > StateProperties.NEWEST_VERSION) {
			throw UnreadableStateException
				.newer("The run was begun by a newer release of the service than the one that answers. "
						+ "It is kept unchanged; please try again later.", version);
		}
		if (version < StateProperties.OLDEST_VERSION) {
			throw UnreadableStateException.damaged("The run's record is damaged and cannot be read.");
		}
	}

	/** All but the client's own notes, for runs of which little is kept. */
	public RunDocument withoutMetadata() {
		return new RunDocument(this.v, this.agent, this.revision, this.sessionId, this.createdAt, Map.of(), this.flags,
				this.release, this.track, this.runtime);
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

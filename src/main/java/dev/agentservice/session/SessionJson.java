package dev.agentservice.session;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.state.StateProperties;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.stereotype.Component;

/**
 * Stored documents as JSON. Reads the newest version and the one before, writes the
 * configured one. What an older or patched release added beside the known fields does not
 * disturb reading.
 */
@Component
class SessionJson {

	private static final JsonMapper MAPPER = StoredMessages.in(JsonMapper.builder())
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private final int writeVersion;

	SessionJson(StateProperties properties) {
		this.writeVersion = properties.writeVersion();
	}

	int writeVersion() {
		return this.writeVersion;
	}

	String write(StoredSession.Head head) {
		return MAPPER.writeValueAsString(head);
	}

	String write(Turn turn) {
		return MAPPER.writeValueAsString(new TurnDocument(this.writeVersion, turn.runId(), turn.at(), turn.messages(),
				turn.careful(), turn.track()));
	}

	/** The document that says who a tag is. */
	String who(String tenant, String user) {
		return MAPPER.writeValueAsString(
				MAPPER.createObjectNode().put("v", this.writeVersion).put("tenant", tenant).put("user", user));
	}

	/**
	 * Reads a session.
	 * @param head the stored head, null if there is no session
	 * @param turns the stored latest turns, oldest first, null where there is none
	 * @throws UnreadableStateException if this release cannot read it
	 */
	StoredSession read(@Nullable String head, List<?> turns) {
		return (head != null) ? new StoredSession(head, readHead(head), readTurns(turns)) : StoredSession.NONE;
	}

	/**
	 * Reads a head.
	 * @throws UnreadableStateException if this release cannot read it
	 */
	StoredSession.Head readHead(String json) {
		return read(json, StoredSession.Head.class);
	}

	private List<Turn> readTurns(List<?> documents) {
		List<Turn> turns = new ArrayList<>();
		for (Object document : documents) {
			if (document instanceof String json) {
				TurnDocument turn = read(json, TurnDocument.class);
				turns.add(new Turn(turn.runId(), turn.at(), turn.messages(), turn.careful(), turn.track()));
			}
			else if (!turns.isEmpty()) {
				// Dropped turns are missing at the beginning, never in between.
				throw damaged();
			}
		}
		return turns;
	}

	private static <T> T read(String json, Class<T> type) {
		try {
			JsonNode document = MAPPER.readTree(json);
			int version = document.path("v").asInt(0);
			if (version > StateProperties.NEWEST_VERSION) {
				throw newer(version);
			}
			if (version < StateProperties.OLDEST_VERSION) {
				throw damaged();
			}
			return MAPPER.treeToValue(document, type);
		}
		catch (JacksonException _) {
			// Not kept as the cause: its message quotes the document.
			throw damaged();
		}
	}

	private static UnreadableStateException damaged() {
		return UnreadableStateException
			.damaged("The session is damaged and cannot be read. Please delete it or use another.");
	}

	private static UnreadableStateException newer(int version) {
		return UnreadableStateException
			.newer("The session was written by a newer release of the service than the one that answers. "
					+ "It is kept unchanged; please try again later.", version);
	}

}

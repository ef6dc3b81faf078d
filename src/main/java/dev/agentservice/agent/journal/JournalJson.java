package dev.agentservice.agent.journal;

import java.util.List;

import dev.agentservice.session.StoredMessages;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.support.state.StateProperties;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.modulith.NamedInterface;

/**
 * A run's finished pieces as JSON documents, one each:
 * <code>{"v":2,"type":"model_called_tools"|"remote_started"|"remote_ended"|"tool_intended"|"tool_answered",…}</code>.
 * What another release added beside the known fields does not disturb reading; a new kind
 * of piece takes a new version. Version 1 has no {@code tool_intended}, and its results
 * go by the ids of models.
 */
@NamedInterface("journal")
public final class JournalJson {

	private static final JsonMapper MAPPER = StoredMessages.in(JsonMapper.builder())
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
		.build();

	private JournalJson() {
	}

	/** Whether documents of a version can say that a tool is about to be called. */
	public static boolean hasIntents(int version) {
		return version > 1;
	}

	/**
	 * An entry as it is stored.
	 * @param version the version to write
	 */
	public static String write(JournalEntry entry, int version) {
		ObjectNode document = MAPPER.createObjectNode().put("v", version);
		document.setAll((ObjectNode) MAPPER.valueToTree(entry));
		if (version < 2) {
			document.remove("call");
		}
		return MAPPER.writeValueAsString(document);
	}

	/**
	 * Reads what was stored.
	 * @param documents the documents, oldest first
	 * @return the entries in the same order
	 * @throws UnreadableStateException if this release cannot read one of them
	 */
	public static List<JournalEntry> read(List<String> documents) {
		return documents.stream().map(JournalJson::read).toList();
	}

	private static JournalEntry read(String json) {
		try {
			JsonNode document = MAPPER.readTree(json);
			int version = document.path("v").asInt(0);
			if (version > StateProperties.NEWEST_VERSION) {
				throw newer(version);
			}
			if (version < StateProperties.OLDEST_VERSION) {
				throw damaged();
			}
			return MAPPER.treeToValue(document, JournalEntry.class);
		}
		catch (JacksonException _) {
			// Not kept as the cause: its message quotes the document.
			throw damaged();
		}
	}

	/**
	 * The entries do not say what a run finished. To begin anew would pay for it twice,
	 * so the run does not continue.
	 */
	public static UnreadableStateException damaged() {
		return UnreadableStateException
			.damaged("What the run finished earlier is damaged and cannot be read. Please start a new run.");
	}

	private static UnreadableStateException newer(int version) {
		return UnreadableStateException
			.newer("The run was begun by a newer release of the service than the one that answers. "
					+ "What it finished is kept unchanged; please try again later.", version);
	}

}

package dev.agentservice.knowledge.index.pinecone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.Held;
import dev.agentservice.knowledge.manifest.PassageId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Passages by the ids of Pinecone's records. Ids that the service does not make were
 * written by somebody else, and are left out.
 */
final class PineconeIds {

	/** Of one page. */
	static final int MOST_IDS = 100;

	private static final Pattern ID = Pattern.compile("([A-Za-z0-9_-]{1,64}):(\\d{1,18}):(\\d{1,9})");

	private PineconeIds() {
	}

	static String id(PassageId id) {
		return id.document() + ":" + id.version() + ":" + id.n();
	}

	/**
	 * What a match says of a passage; null if its id is none of the service's, so that
	 * somebody else has written it.
	 */
	static @Nullable Candidate candidate(JsonNode match) {
		Matcher id = ID.matcher(match.path("id").asString(""));
		if (!id.matches()) {
			return null;
		}
		PassageId passage = new PassageId(id.group(1), Long.parseLong(id.group(2)), Integer.parseInt(id.group(3)));
		return new Candidate(passage, match.path("metadata").path("seal").asString(""),
				match.path("score").asDouble(0));
	}

	/** What is asked for a page of ids. */
	static Map<String, String> list(String namespace, String next) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("namespace", namespace);
		parameters.put("limit", Integer.toString(MOST_IDS));
		if (!next.isEmpty()) {
			parameters.put("paginationToken", next);
		}
		return parameters;
	}

	/** What a page of ids says; those that others have written are left out. */
	static Held held(JsonNode body) {
		Map<List<Object>, Integer> passages = new LinkedHashMap<>();
		body.path("vectors").forEach((one) -> {
			Matcher id = ID.matcher(one.path("id").asString(""));
			if (id.matches()) {
				passages.merge(List.of(id.group(1), Long.valueOf(id.group(2))), Integer.parseInt(id.group(3)) + 1,
						Math::max);
			}
		});
		return new Held(passages.entrySet()
			.stream()
			.map((one) -> new Held.Version((String) one.getKey().get(0), (Long) one.getKey().get(1), one.getValue()))
			.toList(), body.path("pagination").path("next").asString(""));
	}

}

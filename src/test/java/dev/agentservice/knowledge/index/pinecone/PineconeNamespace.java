package dev.agentservice.knowledge.index.pinecone;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The log of one namespace, seen up to a number and no further. */
final class PineconeNamespace {

	private final List<Write> log = new ArrayList<>();

	void append(Write write) {
		this.log.add(write);
	}

	/** The number of its last write. */
	int size() {
		return this.log.size();
	}

	/**
	 * So many of its writes are seen: none before those that were written earlier.
	 */
	long indexed(long now) {
		int count = 0;
		while (count < this.log.size() && this.log.get(count).visible() <= now) {
			count++;
		}
		return count;
	}

	Map<String, Write> seen(long now) {
		Map<String, Write> seen = new HashMap<>();
		this.log.subList(0, (int) indexed(now)).forEach((write) -> {
			if (write.values() != null) {
				seen.put(write.id(), write);
			}
			else {
				seen.remove(write.id());
			}
		});
		return seen;
	}

	/** A page of the ids that are seen, at most 100. */
	JsonNode list(long now, JsonNode parameters) {
		int limit = Integer.parseInt(parameters.path("limit").asString("100"));
		PineconeRules.demand(limit >= 1 && limit <= 100, "limit must be between 1 and 100");
		List<String> ids = new TreeSet<>(seen(now).keySet())
			.tailSet(parameters.path("paginationToken").asString(""), false)
			.stream()
			.toList();
		ObjectNode page = JsonMapper.shared().createObjectNode();
		ArrayNode vectors = page.putArray("vectors");
		ids.stream().limit(limit).forEach((id) -> vectors.addObject().put("id", id));
		if (ids.size() > limit) {
			page.putObject("pagination").put("next", ids.get(limit - 1));
		}
		return page;
	}

	/** What an id stands for from a time on; null for nothing. */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Write(long visible, String id, float @Nullable [] values, JsonNode metadata) {

		double cosine(float[] vector) {
			double dot = 0;
			double ofOne = 0;
			double ofVector = 0;
			float[] values = Objects.requireNonNull(this.values);
			for (int i = 0; i < vector.length; i++) {
				dot += (double) values[i] * vector[i];
				ofOne += (double) values[i] * values[i];
				ofVector += (double) vector[i] * vector[i];
			}
			return dot / Math.sqrt(ofOne * ofVector);
		}

	}

}

package dev.agentservice.knowledge.index.pinecone;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.agentservice.knowledge.index.IndexName;
import dev.agentservice.knowledge.index.IndexedPassage;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Passages as Pinecone's records, in batches that it takes.
 *
 * @see <a href=
 * "https://docs.pinecone.io/reference/api/database-limits/operation-limits">Pinecone's
 * limits of operations</a>
 */
final class PineconeRecords {

	/** 2 MB are allowed; the rest is a margin. */
	static final int MOST_BYTES = 1_500_000;

	/** Of one upsert, and of the ids of one delete. */
	static final int MOST_RECORDS = 1_000;

	private static final JsonMapper JSON = JsonMapper.shared();

	private PineconeRecords() {
	}

	/**
	 * The namespace, of one owner and one generation: Pinecone compares nothing across
	 * them.
	 */
	static String namespace(CollectionPlace place, Generation generation, String owner) {
		String user = Scope.SHARED.equals(owner) ? "" : "-u-" + owner;
		return "t-" + place.tenantTag() + "-c-" + place.collection() + user + "-g"
				+ IndexName.hash(generation.toString());
	}

	/** The bodies by which these are written; those without a vector are left out. */
	static List<String> upserts(String namespace, List<IndexedPassage> passages) {
		List<String> bodies = new ArrayList<>();
		StringBuilder batch = new StringBuilder();
		int records = 0;
		String head = "{\"namespace\":" + JSON.writeValueAsString(namespace) + ",\"vectors\":[";
		for (IndexedPassage passage : passages) {
			float[] vector = passage.vector();
			if (vector == null) {
				continue;
			}
			// All of it is ASCII, so a character is a byte.
			String entry = record(passage, vector);
			if (records == MOST_RECORDS || (records > 0 && batch.length() + entry.length() > MOST_BYTES)) {
				bodies.add(batch.append("]}").toString());
				batch = new StringBuilder();
				records = 0;
			}
			batch.append((records == 0) ? head : ",").append(entry);
			records++;
		}
		if (records > 0) {
			bodies.add(batch.append("]}").toString());
		}
		return bodies;
	}

	private static String record(IndexedPassage passage, float[] vector) {
		StringBuilder values = new StringBuilder(vector.length * 12);
		for (int i = 0; i < vector.length; i++) {
			values.append((i > 0) ? "," : "").append(vector[i]);
		}
		return "{\"id\":" + JSON.writeValueAsString(PineconeIds.id(passage.id())) + ",\"values\":[" + values
				+ "],\"metadata\":{\"seal\":" + JSON.writeValueAsString(passage.seal()) + "}}";
	}

	/** The bodies by which these are deleted. */
	static List<String> deletes(String namespace, Collection<PassageId> ids) {
		List<String> bodies = new ArrayList<>();
		List<PassageId> all = List.copyOf(ids);
		for (int from = 0; from < all.size(); from += MOST_RECORDS) {
			ObjectNode body = JSON.createObjectNode().put("namespace", namespace);
			ArrayNode batch = body.putArray("ids");
			all.subList(from, Math.min(all.size(), from + MOST_RECORDS)).forEach((id) -> batch.add(PineconeIds.id(id)));
			bodies.add(body.toString());
		}
		return bodies;
	}

	/** The body of a search. */
	static String query(String namespace, float[] vector, int most) {
		ObjectNode body = JSON.createObjectNode()
			.put("namespace", namespace)
			.put("topK", most)
			.put("includeMetadata", true)
			.put("includeValues", false);
		ArrayNode values = body.putArray("vector");
		for (float number : vector) {
			values.add(number);
		}
		return body.toString();
	}

}

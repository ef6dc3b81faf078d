package dev.agentservice.knowledge.index.pinecone;

import java.time.Duration;
import java.util.UUID;

import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.support.Deadline;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The random id that a record in a namespace of its own keeps: an index that was emptied,
 * or made anew, has lost it. Thread-safe.
 */
final class PineconeInstance {

	static final String NAMESPACE = "agent-service";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final String MEMBER = "instance";

	/** What was written meanwhile is seen by then. */
	private static final Duration EVERY = Duration.ofMinutes(1);

	private final PineconeClient client;

	private final float[] any;

	private String known = "";

	private Deadline looked = Deadline.after(Duration.ZERO);

	PineconeInstance(PineconeClient client, int dimension) {
		this.client = client;
		this.any = new float[dimension];
		this.any[0] = 1;
	}

	/**
	 * The id; the first who wants it writes it. If several do, the last one counts.
	 * @param again whether to look for it, even if it is known; it is looked for at most
	 * once a minute, since each time is paid
	 * @throws IndexUnavailableException if it cannot be told
	 */
	synchronized String id(boolean again, Deadline deadline) {
		if (!this.known.isEmpty() && !(again && this.looked.passed())) {
			return this.known;
		}
		String found = stored(deadline);
		if (found.isEmpty()) {
			found = UUID.randomUUID().toString();
			write(found, deadline);
		}
		this.known = found;
		this.looked = Deadline.after(EVERY);
		return found;
	}

	private String stored(Deadline deadline) {
		return this.client.call("/query", PineconeRecords.query(NAMESPACE, this.any, 1), deadline)
			.map((answer) -> answer.body().path("matches").path(0).path("metadata").path(MEMBER).asString(""))
			.orElse("");
	}

	private void write(String id, Deadline deadline) {
		ObjectNode body = JSON.createObjectNode().put("namespace", NAMESPACE);
		ObjectNode entry = body.putArray("vectors").addObject().put("id", MEMBER);
		ArrayNode values = entry.putArray("values");
		for (float number : this.any) {
			values.add(number);
		}
		entry.putObject("metadata").put(MEMBER, id);
		if (this.client.call("/vectors/upsert", body.toString(), deadline).isEmpty()) {
			throw new IndexUnavailableException("Pinecone has no such index", null);
		}
	}

}

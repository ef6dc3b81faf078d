package dev.agentservice.knowledge.index.lucene;

import java.util.List;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import org.jspecify.annotations.Nullable;

/** The index that a replica searches, filled without a manifest. */
public final class PlainIndex implements AutoCloseable {

	private final LuceneCopy copy;

	private final Generation generation;

	public PlainIndex(String language, Generation generation) {
		this.copy = new LuceneCopy(language);
		this.generation = generation;
	}

	/** Takes a document in; {@link #refresh} lets searches see it. */
	public void put(String document, List<Passage> passages) {
		this.copy.replace(document,
				passages.stream()
					.map((one) -> new LuceneCopy.Row(one.id(), "seal", one.text(), this.generation, one.vector()))
					.toList());
	}

	public void refresh() {
		this.copy.refresh();
	}

	public List<Candidate> matching(String query, int most) {
		return this.copy.matching(query, most);
	}

	public List<Candidate> nearest(float[] vector, int most) {
		return this.copy.nearest(this.generation, vector, most);
	}

	@Override
	public void close() {
		this.copy.close();
	}

	/** A passage: heading and text, and its vector if it has one. */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	public record Passage(PassageId id, String text, float @Nullable [] vector) {

	}

}

package dev.agentservice.knowledge.index.lucene;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexedDocuments;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.PassageIndexContract;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.index.Stops;
import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.manifest.DocumentTags;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.Vectors;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** The contract of all indexes, kept by the one in this process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedIndexContractTests extends PassageIndexContract {

	private final ReplicaContext replica = new ReplicaContext(RedisServer.shared(), IndexedDocuments.Wiring.class);

	private final Map<CollectionPlace, CollectionCopy> copies = new ConcurrentHashMap<>();

	private final EmbeddedIndex index = new EmbeddedIndex(this.replica.get(Manifest.class), 1000,
			(collection) -> this.copies.computeIfAbsent(collection.place(),
					(_) -> new CollectionCopy(collection, this.replica.get(Manifest.class),
							this.replica.get(Vectors.class), this.replica.get(DocumentTags.class), () -> {
							})));

	@AfterAll
	void end() {
		this.replica.close();
	}

	@Override
	protected PassageIndex index(Generation generation) {
		return this.index;
	}

	@Override
	protected ReplicaContext replica() {
		return this.replica;
	}

	@Override
	protected boolean isWrittenTo() {
		return false;
	}

	@Override
	protected void settle(IndexedDocuments documents) {
		this.index.follow();
	}

	@Override
	protected Set<PassageId> rows(IndexedDocuments documents) {
		float[] any = new float[SMALL.dimension()];
		any[0] = 1;
		return this.index
			.nearest(Scope.shared(documents.collection), SMALL, any, 10_000, Deadline.after(Duration.ofMinutes(1)))
			.stream()
			.map(Candidate::id)
			.collect(Collectors.toSet());
	}

	/** Each tenant's collection is a copy of its own: others' passages are documents. */
	@Override
	protected void writeOthers(IndexedDocuments documents, List<float[]> vectors) {
		IndexedDocuments others = new IndexedDocuments(this.replica, this.index, SMALL, new Stops());
		for (int from = 0; from < vectors.size(); from += 500) {
			others.put("other" + from, vectors.subList(from, Math.min(vectors.size(), from + 500)));
		}
		rows(others);
	}

	@Override
	protected void forge(IndexedDocuments documents, PassageId id, String seal, float[] vector) {
		rows(documents);
		List<LuceneCopy.Row> rows = new ArrayList<>();
		documents.current().forEach((other, of) -> {
			if (other.document().equals(id.document()) && !other.equals(id)) {
				rows.add(row(other, documents.seal(other, "sha of " + other.document() + other.n()), of));
			}
		});
		rows.add(row(id, seal, vector));
		LuceneCopy copy = java.util.Objects.requireNonNull(this.copies.get(documents.collection.place())).lucene();
		if (id.document().equals("d") && documents.current().containsKey(id)) {
			copy.replace(id.document(), rows);
		}
		else {
			copy.replace("forged " + id, List.of(row(id, seal, vector)));
		}
		copy.refresh();
	}

	private static LuceneCopy.Row row(PassageId id, String seal, float[] vector) {
		return new LuceneCopy.Row(id, seal, "river", SMALL, vector);
	}

}

package dev.agentservice.knowledge.index;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.ReplicaContext;

/**
 * What a test of every index needs to know of one.
 */
abstract class PassageIndexFixture {

	protected static final Generation SMALL = new Generation("p/small", 16);

	protected static final Duration PATIENCE = Duration.ofMinutes(2);

	final Stops stops = new Stops();

	final TestVectors vectors = new TestVectors(SMALL.dimension());

	/** An index of vectors of one length; the same one for each, and of all tests. */
	protected abstract PassageIndex index(Generation generation);

	/** What a manifest needs. */
	protected abstract ReplicaContext replica();

	/** Lets searches see all that was written. */
	protected abstract void settle(IndexedDocuments documents);

	/** The rows of a collection, behind the service's back. */
	protected abstract Set<PassageId> rows(IndexedDocuments documents);

	/** Puts a record into the place of a passage, behind the service's back. */
	protected abstract void forge(IndexedDocuments documents, PassageId id, String seal, float[] vector);

	/** Has the index lose everything, behind the service's back. */
	protected void lose() {
		throw new UnsupportedOperationException("An index that is not written to loses nothing");
	}

	/** How many rows of others there are beside those of one owner. */
	protected int manyRows() {
		return 5000;
	}

	/** Puts passages of others beside those of a collection. */
	protected void writeOthers(IndexedDocuments documents, List<float[]> vectors) {
		PassageIndex index = documents.index;
		for (int owner = 0; owner < 10; owner++) {
			int first = owner * vectors.size() / 10;
			int last = (owner + 1) * vectors.size() / 10;
			index.write(new Shelf(documents.collection, SMALL, "owner" + owner), IntStream.range(first, last)
				.mapToObj((n) -> new IndexedPassage(new PassageId("other", 1, n), "seal", "river", vectors.get(n)))
				.toList(), Deadline.after(PATIENCE));
		}
	}

	/** Where each takes long, not all calls of a long job are the last. */
	protected int everyCall() {
		return 1;
	}

	/** Whether it holds a tenant's passages because it was told so. */
	protected boolean isWrittenTo() {
		return true;
	}

	/** What an index holds of a generation, or finds in it. */
	Set<PassageId> rows(IndexedDocuments documents, Generation of) {
		if (isWrittenTo()) {
			return documents.index.held(Shelf.shared(documents.collection, of), "", Deadline.after(PATIENCE))
				.versions()
				.stream()
				.flatMap((one) -> IntStream.range(0, one.passages())
					.mapToObj((n) -> new PassageId(one.document(), one.version(), n)))
				.collect(Collectors.toSet());
		}
		return documents.index
			.nearest(Scope.shared(documents.collection), of, this.vectors.one(), 10_000, Deadline.after(PATIENCE))
			.stream()
			.map(Candidate::id)
			.collect(Collectors.toSet());
	}

	IndexedDocuments documents() {
		return new IndexedDocuments(replica(), index(SMALL), SMALL, this.stops);
	}

}

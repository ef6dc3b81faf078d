package dev.agentservice.knowledge.index.pgvector;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.index.IndexedDocuments;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.PassageIndexContract;
import dev.agentservice.knowledge.index.Scope;
import dev.agentservice.knowledge.index.Stops;
import dev.agentservice.knowledge.index.TestVectors;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of all indexes, kept in PostgreSQL, and its own graph. */
abstract class PgVectorContract extends PassageIndexContract {

	private static final ReplicaContext REPLICA = new ReplicaContext(RedisServer.shared(),
			IndexedDocuments.Wiring.class);

	private static final Map<TestPostgres, PgVectorIndex> INDEXES = new ConcurrentHashMap<>();

	private final ReplicaContext replica = REPLICA;

	private final TestPostgres postgres;

	private final PgVectorIndex index;

	PgVectorContract(TestPostgres postgres) {
		this.postgres = postgres;
		this.index = INDEXES.computeIfAbsent(postgres, (_) -> {
			PgVectorIndex made = postgres.index(this.replica, 10_000);
			made.afterSingletonsInstantiated();
			return made;
		});
	}

	@AfterAll
	static void end() {
		INDEXES.values().forEach(PgVectorIndex::close);
		INDEXES.clear();
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
	protected void settle(IndexedDocuments documents) {
		// What is written is found at once.
	}

	@Override
	protected Set<PassageId> rows(IndexedDocuments documents) {
		return this.postgres.rows(documents, SMALL.dimension());
	}

	@Override
	protected void forge(IndexedDocuments documents, PassageId id, String seal, float[] vector) {
		this.postgres.run("insert into passage_16 values ('%s', '%s', '%s', 'shared', '%s', %d, %d, '%s', '%s', '')"
			.formatted(documents.collection.place().tenantTag(), documents.collection.place().collection(), SMALL,
					id.document(), id.version(), id.n(), seal, Arrays.toString(vector))
				+ " on conflict (tenant, collection, generation, owner, document, version, n) do update set seal = "
				+ "excluded.seal, e = excluded.e");
	}

	@Override
	protected void lose() {
		this.postgres.run("drop table passage_16");
	}

	@Test
	void aGraphBringsAllThatAreWantedOfAnOwnerAmongMany() {
		try (PgVectorIndex graph = this.postgres.index(this.replica, 5)) {
			IndexedDocuments documents = new IndexedDocuments(this.replica, graph, SMALL, new Stops());
			TestVectors vectors = new TestVectors(SMALL.dimension());
			documents.put("d", vectors.some(25));
			writeOthers(documents, vectors.some(manyRows() / 10));
			float[] query = vectors.one();
			List<Candidate> found = graph.nearest(Scope.shared(documents.collection), SMALL, query, 20,
					Deadline.after(PATIENCE));
			assertThat(found).hasSize(20).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
			assertThat(documents.checked(found)).hasSize(20);
		}
	}

	@Test
	void moreSearchesThanThereAreConnectionsAreAllAnswered() {
		IndexedDocuments documents = new IndexedDocuments(this.replica, this.index, SMALL, new Stops());
		TestVectors vectors = new TestVectors(SMALL.dimension());
		documents.put("d", vectors.some(3));
		List<float[]> queries = vectors.some(20);
		assertThat(IntStream.range(0, 20)
			.parallel()
			.mapToObj((i) -> this.index
				.nearest(Scope.shared(documents.collection), SMALL, queries.get(i), 3, Deadline.after(PATIENCE))
				.size()))
			.containsOnly(3);
	}

}

package dev.agentservice.knowledge.index.pinecone;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import dev.agentservice.knowledge.index.IndexedDocuments;
import dev.agentservice.knowledge.index.PassageIndex;
import dev.agentservice.knowledge.index.PassageIndexContract;
import dev.agentservice.knowledge.index.lucene.TestWords;
import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.redis.ReplicaContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** The contract of all indexes, kept at Pinecone as it is simulated. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PineconeContractTests extends PassageIndexContract {

	private final ReplicaContext replica = new ReplicaContext(RedisServer.shared(), IndexedDocuments.Wiring.class);

	private final Map<Generation, PineconeParts> parts = new ConcurrentHashMap<>();

	@AfterEach
	void nothingWasRefused() {
		this.parts.values().forEach((one) -> assertThat(one.simulator().refused()).isEmpty());
	}

	@AfterAll
	void end() {
		this.parts.values().forEach(PineconeParts::close);
		this.replica.close();
	}

	private PineconeParts parts(Generation generation) {
		return this.parts.computeIfAbsent(generation, (of) -> PineconeParts.of(this.replica, of.dimension()));
	}

	@Override
	protected PassageIndex index(Generation generation) {
		return parts(generation).index();
	}

	@Override
	protected ReplicaContext replica() {
		return this.replica;
	}

	@Override
	protected void settle(IndexedDocuments documents) {
		this.parts.values().forEach((one) -> {
			one.simulator().settle();
			TestWords.follow(one.words());
		});
	}

	@Override
	protected Set<PassageId> rows(IndexedDocuments documents) {
		return parts(SMALL).simulator()
			.seen(PineconeRecords.namespace(documents.collection.place(), SMALL, "shared"))
			.stream()
			.map((id) -> id.split(":"))
			.map((part) -> new PassageId(part[0], Long.parseLong(part[1]), Integer.parseInt(part[2])))
			.collect(Collectors.toSet());
	}

	@Override
	protected void lose() {
		parts(SMALL).simulator().clear();
	}

	@Override
	protected void forge(IndexedDocuments documents, PassageId id, String seal, float[] vector) {
		parts(SMALL).simulator()
			.forge(PineconeRecords.namespace(documents.collection.place(), SMALL, "shared"), PineconeIds.id(id), vector,
					"{\"seal\": \"" + seal + "\"}");
	}

}

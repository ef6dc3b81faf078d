package dev.agentservice.knowledge;

import java.util.List;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.knowledge.index.pinecone.PineconeSimulator;
import dev.agentservice.knowledge.index.pinecone.PineconeFault;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The service with its documents at Pinecone. */
@BesideOthers
class KnowledgePineconeTests {

	private static final String HANDBOOK = "handbook";

	private static final PineconeSimulator PINECONE = new PineconeSimulator(1536);

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(), List.of("acme kim agent,knowledge", "globex gil knowledge"))
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.embedding", "openai/text-embedding-3-small")
		.with("agent-service.knowledge.search.timeout", "20s")
		.with("agent-service.knowledge.index", "pinecone")
		.with("agent-service.knowledge.pinecone.host", PINECONE.address())
		.with("agent-service.knowledge.pinecone.api-key", PineconeSimulator.KEY)
		.with("agent-service.knowledge.pinecone.private-network", "true")
		.with("agent-service.knowledge.breaker.minimum-calls", "1000");

	private final TestDocuments kim = new TestDocuments(service.baseUrl(), "acme-kim");

	@AfterEach
	void nothingWasRefused() {
		assertThat(PINECONE.refused()).isEmpty();
	}

	@Test
	void aDocumentIsIndexedThenSearchableAndGoneAtOnce() {
		TestDocuments.Answer put = this.kim.put(HANDBOOK, "talk", "# Talk\n\nInvoices matter.");
		assertThat(put.status()).isEqualTo(201);
		assertThat(put.text("/state")).isIn("indexing", "searchable");
		PINECONE.settle();
		assertThat(this.kim.get("/knowledge/handbook/documents/talk").text("/state")).isEqualTo("searchable");
		assertThat(this.kim.get("/knowledge/handbook/documents?limit=5").text("/documents/0/state"))
			.isEqualTo("searchable");
		TestDocuments.Answer found = search(this.kim, "Invoiceless", "vector");
		assertThat(found.text("/hits/0/document")).isEqualTo("talk");
		assertThat(found.text("/hits/0/text")).contains("Invoices matter");
		TestDocuments gil = new TestDocuments(service.baseUrl(), "globex-gil");
		gil.put(HANDBOOK, "own", "# Own\n\nGlobex travels by ship.");
		PINECONE.settle();
		assertThat(search(gil, "Invoiceless", "vector").body()).doesNotContain("Invoices matter");
		assertThat(search(gil, "ship", "hybrid").text("/hits/0/document")).isEqualTo("own");
		this.kim.delete(HANDBOOK, "talk");
		assertThat(search(this.kim, "Invoiceless", "vector").json().path("hits")).isEmpty();
		await().until(() -> PINECONE.calls().contains("/vectors/delete"));
	}

	@Test
	void aPageOfDocumentsAsksOnce() {
		for (String document : List.of("one", "two", "three", "four")) {
			this.kim.put(HANDBOOK, document, "# Page\n\nNumber " + document + ".");
		}
		int before = PINECONE.calls().size();
		this.kim.get("/knowledge/handbook/documents?limit=50");
		assertThat(PINECONE.calls().size() - before).isLessThanOrEqualTo(1);
		PINECONE.settle();
	}

	@Test
	void withoutItWordsAreFoundNothingIsStoredAndTheOldVersionCounts() {
		this.kim.put(HANDBOOK, "trains", "# Trains\n\nTravel by train.");
		PINECONE.settle();
		PINECONE.next(PineconeFault.UNAVAILABLE, PineconeFault.UNAVAILABLE, PineconeFault.UNAVAILABLE,
				PineconeFault.UNAVAILABLE);
		TestDocuments.Answer degraded = search(this.kim, "travel by train", "hybrid");
		assertThat(degraded.status()).isEqualTo(200);
		assertThat(degraded.text("/mode")).isEqualTo("text");
		assertThat(degraded.json().path("degraded").asBoolean()).isTrue();
		assertThat(degraded.text("/hits/0/document")).isEqualTo("trains");
		PINECONE.next(PineconeFault.UNAVAILABLE, PineconeFault.UNAVAILABLE, PineconeFault.UNAVAILABLE,
				PineconeFault.UNAVAILABLE);
		TestDocuments.Answer refused = this.kim.put(HANDBOOK, "trains", "# Trains\n\nTravel by bus.");
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.text("/code")).isEqualTo("knowledge_unavailable");
		assertThat(search(this.kim, "train", "hybrid").text("/hits/0/text")).contains("by train");
		assertThat(this.kim.put(HANDBOOK, "trains", "# Trains\n\nTravel by bus.").json().path("reused").asInt())
			.isOne();
	}

	private static TestDocuments.Answer search(TestDocuments who, String query, String mode) {
		return who.post("/knowledge/handbook/search", "{\"query\": \"%s\", \"mode\": \"%s\"%s}".formatted(query, mode,
				"text".equals(mode) ? "" : ", \"min_score\": 0.1"));
	}

}

package dev.agentservice.knowledge;

import java.util.List;

import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** The service whose PostgreSQL cannot be reached: it starts, and says so. */
@BesideOthers
class KnowledgeWithoutIndexTests {

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(), List.of("acme kim agent,knowledge"))
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.index", "pgvector")
		.with("agent-service.knowledge.pgvector.url", "jdbc:postgresql://127.0.0.1:1/knowledge")
		.with("agent-service.knowledge.pgvector.username", "agents");

	private final TestDocuments kim = new TestDocuments(service.baseUrl(), "acme-kim");

	@Test
	void aDocumentIsNotStoredAndAnEmptyCollectionIsSearched() {
		TestDocuments.Answer put = this.kim.put("handbook", "refunds", "A refund takes five days.");
		assertThat(put.status()).isEqualTo(503);
		assertThat(put.text("/code")).isEqualTo("knowledge_unavailable");
		assertThat(this.kim.get("/knowledge/handbook/documents/refunds").status()).isEqualTo(404);
		assertThat(this.kim.search("handbook", "refunds").status()).isEqualTo(200);
	}

}

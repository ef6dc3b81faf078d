package dev.agentservice.knowledge;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.simulator.embedding.Reaction;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code kill -9} of a replica while an embedding model works for it: after its money was
 * reserved, before anything of the answer is known.
 */
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
@Tag("process")
class KnowledgeKillTests {

	private static final String NEW = "# One\n\nAlpha.\n\n# Two\n\nBeta.\n\n# Three\n\nGamma.\n";

	private static final String PREFIX = "agent-service.llm.models[" + KnowledgeVectorsTests.MODEL + "].embedding.";

	private static final Map<String, String> PROPERTIES = properties();

	@RegisterExtension
	static final ServiceUnderTest survivor = configured();

	private static Map<String, String> properties() {
		Map<String, String> properties = new TreeMap<>(TestDocuments.keys(List.of("acme kim knowledge")));
		properties.put("agent-service.knowledge.collections.handbook.language", "en");
		properties.put("agent-service.knowledge.embedding", KnowledgeVectorsTests.MODEL);
		properties.put("agent-service.knowledge.search.timeout", "20s");
		properties.put("agent-service.knowledge.limits.ingest-timeout", "10s");
		properties.put("agent-service.budget.reservation-ttl", "5s");
		properties.put(PREFIX + "dimension", "1536");
		properties.put(PREFIX + "max-input-tokens", "8191");
		properties.put(PREFIX + "max-batch", "1");
		return properties;
	}

	private static ServiceUnderTest configured() {
		ServiceUnderTest service = new ServiceUnderTest();
		PROPERTIES.forEach(service::with);
		return service;
	}

	private static Replica replica() {
		return survivor
			.replica(PROPERTIES.entrySet()
				.stream()
				.map((property) -> "--" + property.getKey() + "=" + property.getValue())
				.toArray(String[]::new))
			.awaitReady();
	}

	@Test
	void theOldVersionStaysTheReservationIsSweptAndWhatWasPaidForIsKept() {
		TestDocuments kim = new TestDocuments(survivor.baseUrl(), "acme-kim");
		kim.put("handbook", "letters", "# Old\n\nOmega.");
		survivor.embeddings().clear();
		Replica killed = replica();
		CompletableFuture<Void> asked = new CompletableFuture<>();
		survivor.embeddings().next(Reaction.answer(), new Reaction.Meanwhile(() -> {
			killed.kill();
			asked.complete(null);
		}));
		CompletableFuture<TestDocuments.Answer> lost = CompletableFuture.supplyAsync(
				() -> new TestDocuments(killed.baseUrl(), "acme-kim").put("handbook", "letters", NEW),
				Thread::startVirtualThread);
		asked.join();
		assertThat(lost).failsWithin(Duration.ofMinutes(1));
		assertThat(kim.found("handbook", "omega")).containsExactly("letters");
		try (BudgetBooks books = new BudgetBooks(survivor.redis())) {
			assertThat(books.openReservations()).isOne();
			await().until(() -> kim.put("handbook", "letters", NEW).status() == 200);
			await().until(() -> {
				// Any reservation of the tenant sweeps what is overdue.
				KnowledgeVectorsTests.search(kim, "gamma", "vector", "");
				return books.openReservations() == 0;
			});
			assertThat(books.swept().values()).singleElement().satisfies((amount) -> assertThat(amount).isPositive());
			long spent = books.users().stream().mapToLong(BudgetBooks.Book::spent).sum();
			long unreported = books.users().stream().mapToLong(BudgetBooks.Book::unreported).sum();
			long billed = survivor.simulator().billing().of(KnowledgeVectorsTests.MODEL).inputTokens() * 20;
			assertThat(spent - unreported).isLessThanOrEqualTo(billed);
			assertThat(spent).isGreaterThanOrEqualTo(billed);
		}
		long ofDocument = survivor.embeddings()
			.requests()
			.stream()
			.filter((texts) -> texts.getFirst().contains("\n\n"))
			.count();
		assertThat(ofDocument).as("the first is kept, the second was lost in the middle").isEqualTo(4);
		assertThat(KnowledgeVectorsTests.search(kim, "gamma", "vector", "").text("/hits/0/text")).contains("Gamma");
	}

}

package dev.agentservice.knowledge;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.endtoend.BudgetBooks;
import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.RunningService;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.simulator.embedding.Reaction;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.knowledge.KnowledgeVectorsTests.MODEL;
import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Who pays for vectors, to the nano-dollar; and where there are none, nobody does. */
@BesideOthers
class KnowledgeChargesTests {

	private static final String HANDBOOK = "handbook";

	private static final String TALK = "# Talk\n\nThe communiqué is communicable.";

	private static final String AGENT = """
			---
			name: %s
			models: {simple: anthropic/claude-haiku-4-5}
			knowledge: {collection: handbook, mode: %s, required: %s}
			---
			You answer from the handbook.
			""";

	@RegisterExtension
	static final ServiceUnderTest service = TestDocuments
		.withKeys(new ServiceUnderTest(), List.of("acme kim agent,knowledge"))
		.with("agent-service.knowledge.collections.handbook.language", "en")
		.with("agent-service.knowledge.embedding", MODEL)
		.with("agent-service.knowledge.search.timeout", "20s")
		.with("agent-service.llm.resilience.max-attempts", "1")
		.with("agent-service.llm.resilience.breaker.minimum-calls", "1000")
		.agent("reader", AGENT.formatted("reader", "auto", "false"))
		.agent("strict", AGENT.formatted("strict", "auto", "true"))
		.agent("searcher", AGENT.formatted("searcher", "tool", "false"));

	private final TestDocuments kim = new TestDocuments(service.baseUrl(), "acme-kim");

	@AfterEach
	void forget() {
		List.of("talk", "trains").forEach((id) -> this.kim.delete(HANDBOOK, id));
	}

	@Test
	void whatIsStoredAndAskedIsChargedToTheNanoDollar() {
		long billed = billedTokens();
		long spent = spent();
		TestDocuments.Answer put = this.kim.put(HANDBOOK, "talk", TALK + "\n\n# More\n\nAnd more words.");
		long tokens = billedTokens() - billed;
		assertThat(put.json().at("/usage/input_tokens").asLong()).isEqualTo(tokens).isPositive();
		assertThat(put.json().at("/usage/cost_usd").decimalValue())
			.isEqualByComparingTo(BigDecimal.valueOf(tokens * 20, 9));
		assertThat(put.json().path("reused").asInt()).isZero();
		search(this.kim, "What is communicable?", "hybrid");
		search(this.kim, "What is communicable?", "vector");
		search(this.kim, "What is communicable?", "text");
		assertThat(service.embeddings().requests()).hasSize(3);
		assertThat(spent() - spent).isEqualTo((billedTokens() - billed) * 20);
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			assertThat(books.openReservations()).isZero();
			assertThat(books.runs().keySet()).anyMatch((run) -> run.startsWith("ing_"))
				.anyMatch((run) -> run.startsWith("sea_"));
		}
	}

	@Test
	void whereNoModelIsConfiguredWordsAreAllThatIsWanted() {
		this.kim.put(HANDBOOK, "talk", "# Talk\n\nInvoices matter.");
		RunningService none = service.another(Map.of("agent-service.knowledge.embedding", "none"));
		TestDocuments there = new TestDocuments(none.baseUrl(), "acme-kim");
		service.embeddings().clear();
		JsonNode collection = there.get("/knowledge/handbook").json();
		assertThat(collection.path("vectors").asString()).isEqualTo("none");
		assertThat(collection.has("degraded")).isFalse();
		JsonNode found = search(there, "Invoices", "hybrid").json();
		assertThat(found.path("mode").asString()).isEqualTo("text");
		assertThat(found.has("degraded")).isFalse();
		assertThat(found.at("/hits/0/document").asString()).isEqualTo("talk");
		service.anthropic().next(answer("They matter."));
		Client.Reply strict = new Client(none.baseUrl(), "acme-kim")
			.ask(Map.of("agent", "strict", "task", "Do invoices matter?"));
		assertThat(strict.status()).isEqualTo(200);
		assertThat(strict.json().path("notices")).isEmpty();
		assertThat(service.anthropic().requests().getLast().task()).contains("Invoices matter.");
		assertThat(service.embeddings().requests()).isEmpty();
		assertThat(there.put(HANDBOOK, "more", "More.").text("/code")).isEqualTo("collection_bound");
	}

	@Test
	void aRunPaysForItsQueriesInItsStepAndInItsAnswer() {
		this.kim.put(HANDBOOK, "trains", "# Trains\n\nTravel by train.");
		long billed = billedTokens();
		Client client = new Client(service.baseUrl(), "acme-kim");
		service.anthropic().next(answer("By train."));
		JsonNode reply = client.ask(Map.of("agent", "reader", "task", "How do I travel by train?")).json();
		BigDecimal query = BigDecimal.valueOf((billedTokens() - billed) * 20, 9);
		assertThat(query).isPositive();
		assertThat(reply.at("/steps/0/type").asString()).isEqualTo("knowledge");
		assertThat(reply.at("/steps/0/cost_usd").decimalValue()).isEqualByComparingTo(query);
		assertThat(reply.at("/usage/cost_usd").decimalValue())
			.isEqualByComparingTo(query.add(reply.at("/steps/1/cost_usd").decimalValue()));
		billed = billedTokens();
		service.anthropic()
			.when((asked) -> asked.freshResults().isEmpty())
			.always(toolCalls(call("search_knowledge", "{\"query\": \"trains\"}"),
					call("search_knowledge", "{\"query\": \"travels\"}")));
		service.anthropic().when((asked) -> !asked.freshResults().isEmpty()).always(answer("By train."));
		JsonNode searched = client.ask(Map.of("agent", "searcher", "task", "How do I travel?")).json();
		assertThat(searched.at("/answer").asString()).isEqualTo("By train.");
		BigDecimal queries = BigDecimal.valueOf((billedTokens() - billed) * 20, 9);
		assertThat(queries).isPositive();
		assertThat(searched.at("/usage/cost_usd").decimalValue())
			.isEqualByComparingTo(costs(searched, "model").add(queries));
		assertThat(costs(searched, "tool")).isEqualByComparingTo(queries);
	}

	/** The provider answers when the search is over, and charges for it all the same. */
	@Test
	void aVectorThatIsLateIsPaidByTheStepThatAskedForIt() {
		this.kim.put(HANDBOOK, "trains", "# Trains\n\nTravel by train.");
		RunningService hasty = service.another(Map.of("agent-service.knowledge.search.timeout", "1s"));
		TestDocuments there = new TestDocuments(hasty.baseUrl(), "acme-kim");
		await("the copy is made").until(() -> search(there, "trains", "text").status() == 200);
		CompletableFuture<Void> never = new CompletableFuture<>();
		service.embeddings().always(new Reaction.Held(never));
		long spent = spent();
		service.anthropic()
			.when((asked) -> asked.freshResults().isEmpty())
			.always(toolCalls(call("search_knowledge", "{\"query\": \"trains\"}")));
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			service.anthropic().when((asked) -> !asked.freshResults().isEmpty()).always((_) -> {
				await("all but this call is settled").until(() -> books.openReservations() == 1);
				return answer("By train.");
			});
			JsonNode reply = new Client(hasty.baseUrl(), "acme-kim")
				.ask(Map.of("agent", "searcher", "task", "How do I travel?"))
				.json();
			assertThat(reply.path("notices").toString()).contains("knowledge_degraded");
			assertThat(costs(reply, "tool")).isPositive();
			assertThat(reply.at("/usage/cost_usd").decimalValue())
				.isEqualByComparingTo(costs(reply, "tool").add(costs(reply, "model")));
			await().until(() -> books.openReservations() == 0);
			assertThat(reply.at("/usage/cost_usd").decimalValue())
				.isEqualByComparingTo(BigDecimal.valueOf(spent() - spent, 9));
			never.complete(null);
		}
	}

	private static BigDecimal costs(JsonNode reply, String type) {
		return reply.path("steps")
			.valueStream()
			.filter((step) -> step.path("type").asString().equals(type))
			.map((step) -> step.path("cost_usd").decimalValue())
			.reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	private static TestDocuments.Answer search(TestDocuments client, String query, String mode) {
		return KnowledgeVectorsTests.search(client, query, mode, "");
	}

	private static long billedTokens() {
		return service.simulator().billing().of(MODEL).inputTokens();
	}

	private static long spent() {
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			return books.users().stream().mapToLong(BudgetBooks.Book::spent).sum();
		}
	}

}

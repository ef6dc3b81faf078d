package dev.agentservice.endtoend;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.simulator.responses.Act;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** What Anthropic's sessions are made of, and may cost. */
class ManagedSessionTests {

	private static final ManagedBy ANTHROPIC = ManagedBy.ANTHROPIC;

	private static final BigDecimal SECONDS = new BigDecimal("0.0002");

	/** In nano-USD. */
	private static final long CENT = 10_000_000;

	@RegisterExtension
	static final ManagedService service = ManagedService.shared();

	@Test
	void aSessionIsMadeWithoutTheConversationThenGetsIt() {
		service.ask(ANTHROPIC, "searching", "What happened in Ulm?");
		JsonNode created = service.sessions().created().getFirst();
		assertThat(created.at("/agent/system").asString()).contains("You are an assistant.");
		assertThat(created.at("/agent/model").asString()).isEqualTo("claude-haiku-4-5");
		assertThat(created.at("/agent/tools/0/configs")).extracting((config) -> config.path("name").asString())
			.containsExactly("bash", "edit", "glob", "grep", "read", "web_search", "write");
		assertThat(created.toString()).doesNotContain("Ulm");
		assertThat(service.sessions().requests()).singleElement()
			.satisfies((request) -> assertThat(request.at("/events/0/content/0/text").asString()).contains("Ulm"));
	}

	@Test
	void whatWasSaidBeforeIsToldToANewSession() {
		service.sessions().next(Act.say("It is in Swabia."));
		ask("Where is Ulm?");
		ask("And Bonn?");
		JsonNode content = service.sessions().requests().getLast().at("/events/0/content");
		assertThat(content.at("/0/text").asString()).contains("{\"by\":\"user\",\"text\":\"Where is Ulm?\"}",
				"{\"by\":\"assistant\",\"text\":\"It is in Swabia.\"}");
		assertThat(content.at("/1/text").asString()).isEqualTo("And Bonn?");
	}

	private static void ask(String task) {
		service.ada().ask(Map.of("task", task, "agent", ANTHROPIC.agent("alone"), "session_id", "towns"));
	}

	@Test
	void itsBudgetIsWhatIsReserved() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		service.sessions()
			.next(Act.call("call_1", "calculator", "{\"expression\": \"6*7\"}"), Act.use(20_000, 1000))
			.next(Act.await(released), Act.say("It is 42."), Act.use(1000, 10));
		CompletableFuture<Client.Reply> reply = CompletableFuture
			.supplyAsync(() -> service.ask(ANTHROPIC, "managed", "What is 6*7?"), Thread::startVirtualThread);
		await().until(() -> service.sessions().requests().size() == 2);
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			long reserved = books.users().stream().mapToLong(BudgetBooks.Book::reserved).sum();
			String session = service.sessions().kept().getLast();
			assertThat(reserved).isPositive().isEqualTo((service.sessions().budgetCents(session) - 3) * CENT);
		}
		released.complete(null);
		assertThat(usd(reply.join())).isCloseTo(new BigDecimal("0.02605"), within(SECONDS));
	}

	@Test
	void thePartThatIsTheLastIsReservedForAllThatItsSessionHolds() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		service.sessions()
			.next(Act.search(), Act.call("call_1", "calculator", "{\"expression\": \"6*7\"}"), Act.use(50_000, 10))
			.next(Act.await(released), Act.say("It is 42."), Act.use(50_000, 10));
		CompletableFuture<Client.Reply> reply = CompletableFuture
			.supplyAsync(() -> service.ask(ANTHROPIC, "brief", "What is 6*7?"), Thread::startVirtualThread);
		await().until(() -> service.sessions().requests().size() == 2);
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			assertThat(books.users().stream().mapToLong(BudgetBooks.Book::reserved).sum())
				.isGreaterThanOrEqualTo(5 * CENT);
		}
		released.complete(null);
		assertThat(reply.join().text("/answer")).as(reply.join().body()).isEqualTo("It is 42.");
	}

	/** Sessions have no cap of output tokens. */
	@Test
	void anAnswerMayBeLongerThanTheOutputCap() {
		service.sessions().next(Act.say("It is long. ".repeat(500)));
		Client.Reply reply = service.ada()
			.ask(Map.of("task", "Hello?", "agent", ANTHROPIC.agent("alone"), "max_output_tokens", 16));
		assertThat(reply.text("/answer")).as(reply.body()).hasSizeGreaterThan(5000);
	}

	@Test
	void oneThatHasNotEndedWhenItSaysSoIsDeletedAllTheSame() {
		service.sessions().refuseDeletions(2);
		assertThat(service.ask(ANTHROPIC, "alone", "Hello?").status()).isEqualTo(200);
		await().untilAsserted(() -> assertThat(service.sessions().kept()).isEmpty());
	}

	@Test
	void callsOfHostedToolsAreStepsWithTheirFees() {
		service.sessions().next(Act.search(), Act.code("cntr_1"), Act.say("Found."), Act.use(1000, 10));
		Client.Reply reply = service.ask(ANTHROPIC, "searching", "What happened?");
		assertThat(reply.toolSteps()).as(reply.body()).containsExactly("web_search ok", "code_interpreter ok");
		assertThat(reply.json().at("/steps/0/cost_usd").decimalValue()).isEqualByComparingTo("0.01");
	}

	/** The request at work is finished: a session costs more by at most that. */
	@Test
	void aSessionThatKeepsToItsBudgetStopsThere() {
		Client.Reply reply = search("0.12", 30);
		assertThat(usd(reply)).as(reply.body()).isLessThan(new BigDecimal("0.135"));
		assertThat(reply.toolSteps().size()).isBetween(5, 12);
		assertThat(reply.json().at("/notices").toString()).contains("answer_truncated");
	}

	@Test
	void whatOneDoesBeyondItsBudgetIsChargedAsListedAndCounted() {
		double before = underestimated();
		service.sessions().obeysCaps(false);
		Client.Reply reply = search("0.12", 15);
		assertThat(reply.toolSteps()).hasSize(15);
		assertThat(usd(reply)).isGreaterThan(new BigDecimal("0.15"));
		assertThat(underestimated()).isEqualTo(before + 1);
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			await().until(() -> books.openReservations() == 0);
		}
	}

	@Test
	void anAnswerThatTheBudgetHasCutSaysSo() {
		service.sessions().next(Act.say("As far as"), new Act.Truncate());
		Client.Reply reply = service.ask(ANTHROPIC, "alone", "Tell me all.");
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("As far as");
		assertThat(reply.json().at("/notices").toString()).contains("answer_truncated");
	}

	@Test
	void whatASessionDidNotTakeIsSentAgain() {
		service.sessions()
			.next(Act.call("call_1", "calculator", "{\"expression\": \"6*7\"}"))
			.next(new Act.Refuse(529))
			.next(Act.say("It is 42."));
		Client.Reply reply = service.ask(ANTHROPIC, "managed", "What is 6*7?");
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("It is 42.");
		assertThat(reply.toolSteps()).containsExactly("calculator ok");
		assertThat(service.sessions().created()).hasSize(1);
	}

	private static Client.Reply search(String maxCost, int searches) {
		service.sessions()
			.next(Stream
				.concat(Stream.concat(Stream.of(Act.say("So far. ")),
						IntStream.range(0, searches).mapToObj((_) -> Act.search())),
						Stream.of(Act.say("Found."), Act.use(1000, 10)))
				.toArray(Act[]::new));
		return service.ada()
			.ask(Map.of("task", "Search.", "agent", ANTHROPIC.agent("seeking"), "max_cost_usd",
					new BigDecimal(maxCost)));
	}

	private static double underestimated() {
		return service.bean(MeterRegistry.class).counter("agent.budget.underestimated").count();
	}

	private static BigDecimal usd(Client.Reply reply) {
		return reply.json().at("/usage/cost_usd").decimalValue();
	}

}

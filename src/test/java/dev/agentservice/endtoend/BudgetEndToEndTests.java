package dev.agentservice.endtoend;

import java.math.BigDecimal;
import java.util.Map;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A user with 0.01 USD a day. The agent {@code brief} asks a model that takes 10 USD for
 * a million tokens of output, so its default cap of 2,048 is twice too dear.
 */
@BesideOthers
class BudgetEndToEndTests {

	private static final String DAILY_USD = "0.01";

	private static final String LONG_ANSWER = "And so on. ".repeat(1000);

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest()
		.with("agent-service.budget.user-daily-usd", DAILY_USD)
		.agent("brief", """
				---
				name: brief
				models: {simple: anthropic/claude-sonnet-5, complex: anthropic/claude-sonnet-5}
				tools: []
				---
				You answer.
				""")
		.agent("clerk", """
				---
				name: clerk
				models: {simple: anthropic/claude-3-haiku, complex: anthropic/claude-3-haiku}
				tools: [calculator]
				---
				You calculate.
				""")
		.agent("scholar", """
				---
				name: scholar
				models: {simple: anthropic/claude-3-haiku, complex: anthropic/claude-3-haiku}
				tools: []
				---
				You know this by heart:
				""" + "The quick brown fox jumps over the lazy dog.\n".repeat(150));

	private static BudgetBooks books;

	@BeforeAll
	static void start() {
		books = service.closing(new BudgetBooks(service.redis()));
	}

	@AfterEach
	void clear() {
		service.redis().flush();
	}

	@Test
	void whoHasOneCentLeftGetsAShortenedAnswerAndIsTold() {
		service.anthropic().next(answer(LONG_ANSWER));
		Client.Reply reply = service.ada().ask(brief());
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(reply.text("/notices/0")).as(reply.body()).isEqualTo("answer_truncated");
		assertThat(LONG_ANSWER).startsWith(reply.text("/answer"));
		assertThat(lastCall().options().maxOutputTokens()).isBetween(16, 1000);
		BudgetBooks.Book book = adasBook();
		assertThat(book.max()).isGreaterThan(9_000_000).isLessThanOrEqualTo(book.limit());
		assertThat(book.limit()).isEqualTo(10_000_000);
		assertThat(book.reserved()).isZero();
		assertThat(book.spent()).isEqualTo(billed());
	}

	@Test
	void aShortAnswerIsNotCutAndSaysNothing() {
		service.anthropic().next(answer("Yes."));
		Client.Reply reply = service.ada().ask(brief());
		assertThat(reply.text("/answer")).isEqualTo("Yes.");
		assertThat(reply.json().at("/notices").isEmpty()).as(reply.body()).isTrue();
	}

	@Test
	void whoHasNothingLeftIsRefusedBeforeAnyProviderIsAsked() {
		spendAlmostAll();
		service.clear();
		RawHttp.Answer refusal = service.ask(brief());
		assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
		assertThat(refusal.member("code")).isEqualTo("budget_exceeded");
		assertThat(refusal.member("detail")).startsWith("Daily budget exceeded");
		assertThat(Long.parseLong(refusal.header("Retry-After"))).isBetween(1L, 86_400L);
		assertThat(refusal.json().at("/limit_usd").decimalValue()).isEqualByComparingTo(DAILY_USD);
		assertThat(refusal.json().at("/reserved_usd").decimalValue()).isZero();
		assertThat(refusal.json().at("/spent_usd").decimalValue())
			.isEqualByComparingTo(BigDecimal.valueOf(adasBook().spent(), 9));
		assertThat(service.anthropic().requests()).isEmpty();
		assertThat(service.openai().requests()).isEmpty();
	}

	@Test
	void anotherUserStillHasABudgetOfTheirOwn() {
		spendAlmostAll();
		service.anthropic().next(answer("Yes."));
		assertThat(service.bob().ask(brief()).status()).isEqualTo(200);
	}

	@Test
	void theClientsOwnCapLowersTheOutputCap() {
		service.anthropic().always(answer("Yes."));
		service.ada().ask(brief());
		int unlimited = lastCall().options().maxOutputTokens();
		service.redis().flush();
		service.ada().ask(Map.of("task", "Go.", "agent", "brief", "max_cost_usd", new BigDecimal("0.004")));
		assertThat(lastCall().options().maxOutputTokens()).isLessThan(unlimited / 2);
		service.redis().flush();
		service.ada().ask(Map.of("task", "Go.", "agent", "brief", "max_cost_usd", new BigDecimal("500")));
		assertThat(lastCall().options().maxOutputTokens()).isEqualTo(unlimited);
	}

	@Test
	void aCapThatPaysForNoAnswerIsTheTasksProblemNotTheDays() {
		RawHttp.Answer refusal = service
			.ask(Map.of("task", "Go.", "agent", "brief", "max_cost_usd", new BigDecimal("0.0001")));
		assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
		assertThat(refusal.member("code")).isEqualTo("budget_exceeded");
		assertThat(refusal.member("scope")).isEqualTo("task");
		assertThat(refusal.header("Retry-After")).isEmpty();
		assertThat(service.anthropic().requests()).isEmpty();
	}

	@Test
	void theCostOfARunIsWhatItsProviderBilled() {
		service.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"6 * 7\"}")), answer("It is 42."));
		Client.Reply reply = service.ada().ask(Map.of("task", "Six times seven?", "agent", "clerk"));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		long cost = nano(reply);
		// Each of the two calls is rounded up.
		assertThat(cost).isBetween(billed(), billed() + 1);
		assertThat(adasBook().spent()).isEqualTo(cost);
		assertThat(adasBook().unreported()).isZero();
	}

	@Test
	void aCallThatItsProviderRefusedCostsNothing() {
		service.anthropic().next(status(500), status(500), status(500));
		assertThat(service.ada().ask(brief()).status()).isEqualTo(503);
		assertThat(service.anthropic().responsesLeft()).isZero();
		assertThat(adasBook().spent()).isZero();
		assertThat(adasBook().reserved()).isZero();
	}

	@Test
	void everyAttemptOfACallIsPaidByItself() {
		service.anthropic().next(answer("Yes, of course.").resetAfterChunks(1), answer("Yes."));
		Client.Reply reply = service.ada().ask(Map.of("task", "Is it?", "agent", "clerk"));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(reply.json().at("/steps").size()).isEqualTo(2);
		assertThat(nano(reply)).isEqualTo(adasBook().spent()).isGreaterThanOrEqualTo(billed());
		assertThat(adasBook().unreported()).isPositive();
		assertThat(adasBook().reserved()).isZero();
	}

	@Test
	void anAnswerWithoutUsageIsChargedAsUnreported() {
		service.anthropic().next(answer("Yes.").withoutUsage());
		assertThat(service.ada().ask(brief()).status()).isEqualTo(200);
		assertThat(adasBook().spent()).isBetween(billed() * 9 / 10, billed() * 12 / 10)
			.isEqualTo(adasBook().unreported());
	}

	@Test
	void theSecondTurnReadsTheProvidersCacheAndIsCheaper() {
		service.anthropic().always(answer("The fox."));
		Client.Reply first = service.ada().ask(Map.of("task", "Who jumps?", "agent", "scholar", "session_id", "fable"));
		Client.Reply second = service.ada()
			.ask(Map.of("task", "Over whom?", "agent", "scholar", "session_id", "fable"));
		assertThat(first.json().at("/usage/cached_input_tokens").asInt()).as(first.body()).isZero();
		assertThat(second.json().at("/usage/cached_input_tokens").asInt()).as(second.body()).isGreaterThan(1024);
		assertThat(nano(second)).isLessThan(nano(first) / 2);
		assertThat(adasBook().spent()).isEqualTo(nano(first) + nano(second)).isBetween(billed(), billed() + 1);
	}

	@Test
	void prometheusShowsWhatRunsCostAndWhoWasRefused() {
		spendAlmostAll();
		service.ada().ask(brief());
		assertThat(service.metrics()).contains("agent_run_cost_usd_count{")
			.containsPattern("agent_cost_usd_total\\{[^}]*agent=\"brief\"[^}]*model=\"anthropic/claude-sonnet-5\"")
			.containsPattern("agent_budget_rejections_total\\{[^}]*scope=\"user\"[^}]*\\} [1-9]");
	}

	/** What is left does not even pay for the prompt. */
	@Test
	void anErasureRefillsNoBudgetAndChangesNoSum() {
		spendAlmostAll();
		BudgetBooks.Book before = adasBook();
		String id = service.ada().delete("/users/me").text("/id");
		await().until(() -> service.ada().get("/erasures/" + id).text("/status").equals("completed"));
		assertThat(books.users()).singleElement().isEqualTo(before);
		assertThat(books.runs()).isEmpty();
		service.clear();
		RawHttp.Answer refusal = service.ask(brief());
		assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
		assertThat(refusal.member("code")).isEqualTo("budget_exceeded");
		assertThat(service.anthropic().requests()).isEmpty();
	}

	private static void spendAlmostAll() {
		service.anthropic().always(answer(LONG_ANSWER));
		while (service.ada().ask(brief()).status() == 200) {
			assertThat(service.anthropic().requests()).hasSizeLessThan(5);
		}
	}

	private static Map<String, Object> brief() {
		return Map.of("task", "Go.", "agent", "brief");
	}

	private static ChatCall lastCall() {
		return service.anthropic().requests().getLast();
	}

	private static BudgetBooks.Book adasBook() {
		assertThat(books.user("ada")).as("a test does not run over midnight").hasSize(1);
		return books.user("ada").getFirst();
	}

	private static long billed() {
		return PriceList.shipped().nanoUsd(service.simulator().billing());
	}

	private static long nano(Client.Reply reply) {
		JsonNode cost = reply.json().at("/usage/cost_usd");
		assertThat(cost.isNumber()).as(reply.body()).isTrue();
		return cost.decimalValue().movePointRight(9).longValueExact();
	}

}

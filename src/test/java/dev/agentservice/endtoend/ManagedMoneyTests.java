package dev.agentservice.endtoend;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.simulator.responses.Act;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What hosted tools may cost. Of the agent the worst case of so many calls is, in USD,
 * 0.0073 + 0.034 for each: 10,000 tokens more to read, and a container.
 */
class ManagedMoneyTests {

	@RegisterExtension
	static final ManagedService service = ManagedService.shared();

	@Test
	void asManyCallsArePermittedAsTheRemainderPaysFor() {
		Client.Reply reply = search("0.12", answers(3, 0));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(service.responses().requests().getFirst().path("max_tool_calls").asInt()).isEqualTo(3);
		assertThat(usd(reply)).isLessThanOrEqualTo(new BigDecimal("0.12"));
	}

	@Test
	void noMoreArePermittedThanTheAgentsFileSays() {
		search("1.00", answers(1, 0));
		assertThat(service.responses().requests().getFirst().path("max_tool_calls").asInt()).isEqualTo(10);
	}

	@Test
	void aModelThatKeepsToItsCapNeverCostsMoreThanWasReserved() {
		double before = underestimated();
		Client.Reply reply = search("0.12", answers(7, 2));
		assertThat(reply.toolSteps()).hasSize(3);
		assertThat(usd(reply)).isLessThanOrEqualTo(new BigDecimal("0.12"));
		assertThat(underestimated()).isEqualTo(before);
	}

	@Test
	void whatAModelDoesBeyondItsCapIsChargedAsListedAndCounted() {
		double before = underestimated();
		service.responses().obeysCaps(false);
		Client.Reply reply = search("0.12", answers(7, 2));
		assertThat(reply.toolSteps()).hasSize(9);
		assertThat(usd(reply)).as("7 searches, 2 containers, 1,010 tokens").isEqualByComparingTo("0.130416");
		assertThat(underestimated()).isEqualTo(before + 1);
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			assertThat(books.openReservations()).isZero();
			assertThat(books.users()).allSatisfy((book) -> assertThat(book.reserved()).isZero());
		}
	}

	@Test
	void whereNotEvenOneCallCanBePaidOurOwnLoopAnswers() {
		service.openai().next(answer("By myself."));
		Client.Reply reply = service.ada().ask(Map.of("task", "Search.", "agent", "searching", "max_cost_usd", 0.02));
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("By myself.");
		assertThat(reply.json().at("/notices").toString()).contains("runtime_fallback");
		assertThat(service.responses().requests()).isEmpty();
	}

	@Test
	void whereOurOwnLoopMayNotAnswerAModelGoesWithoutHostedTools() {
		service.responses().next(Act.say("Unsearched."));
		Client.Reply reply = service.ada().ask(Map.of("task", "Search.", "agent", "seeking", "max_cost_usd", 0.02));
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("Unsearched.");
		assertThat(service.responses().requests()).singleElement()
			.satisfies((request) -> assertThat(request.has("tools") || request.has("max_tool_calls")).isFalse());
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 200_000_000 })
	void aReportThatIsNotPlausibleIsReplacedByWhatWasSeen(long input) {
		Client.Reply reply = search("0.12", Act.say("Found."), Act.use(input, input));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(usd(reply)).isPositive().isLessThanOrEqualTo(new BigDecimal("0.12"));
	}

	private static Act[] answers(int searches, int containers) {
		return Stream
			.of(IntStream.range(0, searches).mapToObj((_) -> Act.search()),
					IntStream.range(0, containers).mapToObj((i) -> Act.code("cntr_" + i)),
					Stream.of(Act.say("Found."), Act.use(1000, 10)))
			.flatMap((acts) -> acts)
			.toArray(Act[]::new);
	}

	private static Client.Reply search(String maxCost, Act... acts) {
		service.responses().next(acts);
		return service.ada()
			.ask(Map.of("task", "Search.", "agent", "searching", "max_cost_usd", new BigDecimal(maxCost)));
	}

	private static double underestimated() {
		return service.bean(MeterRegistry.class).counter("agent.budget.underestimated").count();
	}

	private static BigDecimal usd(Client.Reply reply) {
		return reply.json().at("/usage/cost_usd").decimalValue();
	}

}

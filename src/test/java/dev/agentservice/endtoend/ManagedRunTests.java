package dev.agentservice.endtoend;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.simulator.responses.Act;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** Agents whose loop runs at a provider, beside the same agent with a loop of our own. */
class ManagedRunTests {

	@RegisterExtension
	static final ManagedService service = ManagedService.shared();

	private static final BigDecimal SECONDS = new BigDecimal("0.0002");

	@ParameterizedTest
	@CsvSource({ "OPENAI, 0.000416", "ANTHROPIC, 0.00105" })
	void itAnswersWithTheSameFieldsStepsAndBillAsOurOwnLoop(ManagedBy provider, BigDecimal cost) {
		provider.loops(service).next(Act.say("It is ", "42."), Act.use(1000, 10));
		Client.Reply managed = service.ask(provider, "managed", "What is 6*7?");
		provider.models(service).next(answer("It is 42."));
		Client.Reply own = service.ask(provider, "own", "What is 6*7?");
		assertThat(managed.status()).as(managed.body()).isEqualTo(200);
		assertThat(managed.text("/answer")).isEqualTo("It is 42.").isEqualTo(own.text("/answer"));
		assertThat(managed.json().propertyNames()).containsExactlyElementsOf(own.json().propertyNames());
		assertThat(managed.json().at("/steps/0").propertyNames())
			.containsExactlyElementsOf(own.json().at("/steps/0").propertyNames());
		assertThat(usd(managed)).as("a session's seconds cost, too").isCloseTo(cost, within(SECONDS));
		assertThat(managed.json().at("/usage/input_tokens").asInt()).isEqualTo(1000);
		await().untilAsserted(() -> assertThat(provider.loops(service).kept()).isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "OPENAI, 0.000152", "ANTHROPIC, 0.0004" })
	void ourToolsAreCalledHereOnceAndTheirResultsSent(ManagedBy provider, BigDecimal cost) {
		provider.loops(service)
			.next(Act.call("call_1", "calculator", "{\"expression\": \"6*7\"}"), Act.use(100, 10))
			.next(Act.say("It is 42."), Act.use(200, 10));
		Client.Reply reply = service.ask(provider, "managed", "What is 6*7?");
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("It is 42.");
		assertThat(reply.toolSteps()).containsExactly("calculator ok");
		assertThat(usd(reply)).isCloseTo(cost, within(SECONDS));
		assertThat(provider.loops(service).requests()).hasSize(2);
		await().untilAsserted(() -> assertThat(provider.loops(service).kept()).isEmpty());
	}

	@Test
	void resultsAreSentWithTheItemsOfTheResponse() {
		service.responses()
			.next(Act.call("call_1", "calculator", "{\"expression\": \"6*7\"}"), Act.use(100, 10))
			.next(Act.say("It is 42."), Act.use(200, 10));
		Client.Reply reply = service.ask("managed", "What is 6*7?");
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("It is 42.");
		JsonNode input = service.responses().requests().get(1).path("input");
		assertThat(input.at("/1/type").asString()).isEqualTo("function_call");
		assertThat(input.at("/1/id").asString()).isEqualTo("fc_call_1");
		assertThat(input.at("/2/output").asString()).contains("42");
	}

	@ParameterizedTest
	@EnumSource
	void aStreamHasTheGrammarOfOurOwnLoop(ManagedBy provider) {
		provider.loops(service)
			.next(Act.call("call_1", "calculator", "{\"expression\": \"6*7\"}"))
			.next(Act.say("It is ", "42."));
		provider.models(service).next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), answer("It is 42."));
		assertThat(types(provider.agent("managed"))).isEqualTo(types(provider.agent("own")));
	}

	@Test
	void theRecordSaysWhereTheLoopRan() {
		String managed = service.ask(ManagedBy.ANTHROPIC, "managed", "Hello?").text("/run_id");
		String own = service.ask(ManagedBy.ANTHROPIC, "own", "Hello?").text("/run_id");
		assertThat(service.ada().get("/runs/" + managed).text("/runtime")).isEqualTo("anthropic-managed");
		assertThat(service.ada().get("/runs/" + own).json().has("runtime")).isFalse();
	}

	private static List<String> types(String agent) {
		try (EventStream events = service.ada().stream(Map.of("task", "What is 6*7?", "agent", agent))) {
			return events.rest().stream().map(Event::type).distinct().toList();
		}
	}

	@Test
	void aHostedToolIsAStepWithItsFee() {
		service.responses()
			.next(Act.search(), Act.openPage(), Act.code("cntr_1"), Act.code("cntr_1"), Act.say("Found."),
					Act.use(1000, 10));
		Client.Reply reply = service.ask("searching", "What happened?");
		assertThat(reply.toolSteps()).as(reply.body())
			.containsExactly("web_search ok", "web_search ok", "code_interpreter ok", "code_interpreter ok");
		assertThat(reply.json().at("/steps/0/cost_usd").decimalValue()).isEqualByComparingTo("0.01");
		assertThat(usd(reply)).as("a search, a container and the tokens").isEqualByComparingTo("0.040416");
	}

	private static BigDecimal usd(Client.Reply reply) {
		return reply.json().at("/usage/cost_usd").decimalValue();
	}

}

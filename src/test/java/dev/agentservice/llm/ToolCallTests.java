package dev.agentservice.llm;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tool calls arrive, however a server writes them.
 */
@BesideOthers
class ToolCallTests {

	private static final String ROME = "weather{\"city\":\"Rome\"}";

	private static final String OSLO = "weather{\"city\":\"Oslo\"}";

	private static String call(String place, String name, String arguments) {
		String function = name.isEmpty() ? "" : "\"name\":\"" + name + "\",";
		return "{" + place + "\"function\":{" + function + "\"arguments\":" + arguments + "}}";
	}

	private static String text(String json) {
		return '"' + json.replace("\"", "\\\"") + '"';
	}

	private static String stream(String... deltas) {
		return Arrays.stream(deltas)
			.map((calls) -> "data: {\"created\":\"today\",\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[" + calls
					+ "]},\"finish_reason\":null,\"logprobs\":7}]}\n\n")
			.collect(Collectors.joining("", "",
					"data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n"));
	}

	static Stream<Arguments> streams() {
		return Stream.concat(streamsWithPlaces(), streamsWithOddPlaces());
	}

	private static Stream<Arguments> streamsWithPlaces() {
		String rome = text("{\"city\":\"Rome\"}");
		String oslo = text("{\"city\":\"Oslo\"}");
		String begin = text("{\"city\":");
		String end = text("\"Rome\"}");
		return Stream.of(
				arguments("each at its index",
						stream(call("\"index\":0,\"id\":\"a\",", "weather", begin), call("\"index\":0,", "", end),
								call("\"index\":1,\"id\":\"b\",", "weather", oslo))),
				arguments("interleaved",
						stream(call("\"index\":0,\"id\":\"a\",", "weather", begin),
								call("\"index\":1,\"id\":\"b\",", "weather", oslo), call("\"index\":0,", "", end))),
				arguments("all at index 0 with ids",
						stream(call("\"index\":0,\"id\":\"a\",", "weather", rome),
								call("\"index\":0,\"id\":\"b\",", "weather", oslo))),
				arguments("all at index 0 without ids",
						stream(call("\"index\":0,", "weather", rome), call("\"index\":0,", "weather", oslo))),
				arguments("no index, in one delta",
						stream(call("\"id\":\"a\",", "weather", rome) + "," + call("\"id\":\"b\",", "weather", oslo))),
				arguments("no index and no id",
						stream(call("", "weather", begin), call("", "", end), call("", "weather", oslo))));
	}

	private static Stream<Arguments> streamsWithOddPlaces() {
		String rome = text("{\"city\":\"Rome\"}");
		String oslo = text("{\"city\":\"Oslo\"}");
		String begin = text("{\"city\":");
		String end = text("\"Rome\"}");
		return Stream.of(arguments("the name in each delta",
				stream(call("\"index\":0,\"id\":\"a\",", "weather", begin), call("\"index\":0,", "weather", end),
						call("\"index\":1,\"id\":\"b\",", "weather", oslo), call("\"index\":1,", "weather", text("")))),
				arguments("the id in each delta",
						stream(call("\"id\":\"a\",", "weather", begin), call("\"id\":\"a\",", "", end),
								call("\"id\":\"b\",", "weather", oslo))),
				arguments("the name in pieces",
						stream(call("\"index\":0,\"id\":\"a\",", "wea", text("")),
								call("\"index\":0,", "ther", text("")), call("\"index\":0,", "", rome),
								call("\"index\":1,\"id\":\"b\",", "weather", oslo))),
				arguments("arguments as objects",
						stream(call("\"index\":0,\"id\":\"a\",", "weather", "{\"city\":\"Rome\"}"),
								call("\"index\":1,\"id\":\"b\",", "weather", "{\"city\":\"Oslo\"}"))),
				arguments("an index as text",
						stream(call("\"index\":\"0\",\"id\":\"a\",", "weather", rome),
								call("\"index\":\"1\",\"id\":\"b\",", "weather", oslo))),
				arguments("the same id twice",
						stream(call("\"index\":0,\"id\":\"a\",", "weather", rome),
								call("\"index\":1,\"id\":\"a\",", "weather", oslo))),
				arguments("a call told again",
						stream(call("\"index\":0,\"id\":\"a\",", "weather", rome),
								call("\"index\":0,\"id\":\"a\",", "weather", rome),
								call("\"index\":1,\"id\":\"b\",", "weather", oslo))));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("streams")
	void callsOfAStreamArriveHoweverTheyAreTold(String how, String stream) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(stream))) {
			assertCalls(test.call(true));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"id\":\"a\",|\"id\":\"b\",", "|", "\"id\":\"a\",|\"id\":\"a\",",
			"\"id\":7,|\"id\":null,", "\"id\":\"\",|\"id\":\"\"," })
	void callsOfAPlainAnswerAreTwo(String ids) throws Exception {
		String[] id = ids.split("\\|", -1);
		String plain = "{\"created\":\"today\",\"choices\":[{\"message\":{\"content\":\"\",\"tool_calls\":["
				+ call(id[0], "weather", "{\"city\":\"Rome\"}") + ","
				+ call(id[1], "weather", text("{\"city\":\"Oslo\"}"))
				+ "]},\"finish_reason\":\"tool_calls\"}],\"usage\":{}}";
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, plain))) {
			assertCalls(test.call(false));
		}
	}

	private static void assertCalls(ModelReply reply) {
		List<ToolExecutionRequest> calls = reply.message().toolExecutionRequests();
		assertThat(calls).extracting((call) -> call.name() + call.arguments()).containsExactly(ROME, OSLO);
		assertThat(calls).extracting(ToolExecutionRequest::id)
			.doesNotHaveDuplicates()
			.allSatisfy((id) -> assertThat(id).isNotBlank());
		assertThat(reply.message().text()).isNull();
	}

	@Test
	void whatIsStoredIsWhatWasSaid() throws Exception {
		String name = "calculator<|channel|>json";
		String stream = stream(call("\"id\":\"functions.calculator:0\",", name, text("{\"broken")));
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(stream))) {
			assertThat(test.call(true).message().toolExecutionRequests()).containsExactly(ToolExecutionRequest.builder()
				.id("functions.calculator:0")
				.name(name)
				.arguments("{\"broken")
				.build());
		}
	}

	@Test
	void moreCallsThanAnyModelMakesAreNoAnswer() throws Exception {
		String[] calls = Stream.iterate(0, (i) -> i + 1)
			.limit(200)
			.map((i) -> call("\"index\":" + i + ",\"id\":\"a" + i + "\",", "weather", text("{}")))
			.toArray(String[]::new);
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(stream(calls)))) {
			assertThat(catchThrowableOfType(ModelException.class, () -> test.call(true)).kind())
				.isEqualTo(ModelException.Kind.MALFORMED);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{" })
	void aCallThatWasCutBeforeItsArgumentsIsNoneWithoutArguments(String arguments) throws Exception {
		String calls = call("\"index\":0,\"id\":\"a\",", "weather", text("")) + ","
				+ call("\"index\":1,\"id\":\"b\",", "weather", text(arguments));
		String stream = stream(calls).replace("\"tool_calls\"}]", "\"length\"}]");
		String plain = "{\"choices\":[{\"message\":{\"tool_calls\":[" + calls + "]},\"finish_reason\":\"length\"}]}";
		for (boolean streamed : new boolean[] { false, true }) {
			try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.answer(plain, stream))) {
				assertThat(test.call(streamed).message().toolExecutionRequests())
					.extracting(ToolExecutionRequest::arguments)
					.containsExactly("{}", "{");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "max_tokens, {", "tool_use, {}" })
	void anthropicsEmptyInputIsNoneOnlyIfNobodyCutIt(String reason, String arguments) throws Exception {
		String use = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"weather\",\"input\":{}}";
		String plain = "{\"content\":[" + use + "],\"stop_reason\":\"" + reason + "\"}";
		String events = "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + use
				+ "}\n\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
				+ "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason + "\"}}\n\n"
				+ "data: {\"type\":\"message_stop\"}";
		for (boolean streamed : new boolean[] { false, true }) {
			try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC, (server) -> server.answer(plain, events))) {
				assertThat(test.call(streamed).message().toolExecutionRequests())
					.extracting(ToolExecutionRequest::arguments)
					.containsExactly(arguments);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anthropicsInputMayComeWithTheBlock(boolean streamed) throws Exception {
		String use = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}";
		String other = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"weather\",\"input\":{\"city\":\"Oslo\"}}";
		String plain = "{\"content\":[" + use + "," + other + "],\"stop_reason\":\"tool_use\"}";
		String events = "data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":" + use
				+ "}\n\ndata: {\"type\":\"content_block_start\",\"index\":1,\"content_block\":" + other
				+ "}\n\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}\n\n"
				+ "data: {\"type\":\"message_stop\"}";
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC, (server) -> server.answer(plain, events))) {
			assertCalls(test.call(streamed));
		}
	}

}

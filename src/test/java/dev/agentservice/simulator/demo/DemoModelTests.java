package dev.agentservice.simulator.demo;

import java.util.List;
import java.util.Map;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.OfferedTool;
import dev.agentservice.simulator.chat.Options;
import dev.agentservice.simulator.chat.Options.ToolChoice;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.chat.Turn;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DemoModelTests {

	private static final OfferedTool CALCULATOR = tool("calculator", "Evaluates an arithmetic expression exactly.", """
			{"type": "object", "properties": {"expression": {"type": "string"}}, "required": ["expression"]}""");

	private static final OfferedTool TIME = tool("current_time", "Tells the current date and time in a time zone.", """
			{"type": "object", "properties": {"zone": {"type": "string", "description": "IANA time zone"}}}""");

	private static final OfferedTool ORDER = tool("order_status", "Where an order is.", """
			{"type": "object", "properties": {"order_id": {"type": "string"}}, "required": ["order_id"]}""");

	private static final Options FREE = new Options(ToolChoice.AUTO, true, 1000, false, false);

	private final DemoModel model = new DemoModel();

	@Test
	void twoToolsAreCalledAtOnceIfTheTaskAsksForBoth() {
		Reply reply = ask("What is 17.5 % of 2300, and what time is it in Tokyo?");
		assertThat(reply.calls()).containsExactly(
				new ToolCall("", "calculator", "{\"expression\":\"17.5 / 100 * 2300\"}"),
				new ToolCall("", "current_time", "{\"zone\":\"Asia/Tokyo\"}"));
	}

	@Test
	void aToolIsCalledOnceForEachThingItIsAskedAbout() {
		assertThat(ask("Compare the time in Europe/Berlin and New York.").calls()).extracting(ToolCall::arguments)
			.containsExactly("{\"zone\":\"Europe/Berlin\"}", "{\"zone\":\"America/New_York\"}");
	}

	@Test
	void requiredArgumentsAreFoundInTheTask() {
		assertThat(ask("Where is my order A-1234?").calls())
			.containsExactly(new ToolCall("", "order_status", "{\"order_id\":\"A-1234\"}"));
	}

	@Test
	void noToolIsCalledForAnotherTaskOrWhenForbidden() {
		assertThat(ask("Write a poem about spring.").calls()).isEmpty();
		Options forbidden = new Options(ToolChoice.NONE, true, 1000, false, false);
		assertThat(this.model.apply(call(forbidden, new Turn.User("What time is it?"))).calls()).isEmpty();
	}

	@Test
	void oneToolIsCalledWhereOneMustBeAndOnlyOneWhereNoMoreMay() {
		Options required = new Options(ToolChoice.REQUIRED, true, 1000, false, false);
		assertThat(this.model.apply(call(required, new Turn.User("Sing!"))).calls()).hasSize(1);
		Options single = new Options(ToolChoice.AUTO, false, 1000, false, false);
		assertThat(this.model.apply(call(single, new Turn.User("What time is it, and 1 + 1?"))).calls()).hasSize(1);
	}

	@Test
	void theAnswerComesFromTheToolsResults() {
		Reply reply = this.model.apply(call(FREE, new Turn.User("1 + 1?"),
				new Turn.Assistant("", List.of(new ToolCall("c1", "calculator", "{}"))),
				new Turn.ToolResult("c1", "2")));
		assertThat(reply.calls()).isEmpty();
		assertThat(reply.text()).contains("Simulated", "calculator", "says 2");
	}

	@Test
	void theConversationIsRemembered() {
		Reply reply = this.model.apply(call(FREE, new Turn.User("Hello, my name is Ada."),
				new Turn.Assistant("Hello!", List.of()), new Turn.User("What is my name?")));
		assertThat(reply.text()).contains("Your name is Ada.");
		assertThat(ask("My name is Ada and I live in Oslo.").text()).contains("remember", "Your name is Ada.");
		assertThat(ask("What is my name?").text()).contains("not told me");
	}

	@Test
	void itAdmitsThatItIsSimulated() {
		assertThat(ask("Write a poem.").text()).startsWith("(Simulated model.)").contains("Write a poem.");
	}

	private Reply ask(String task) {
		return this.model.apply(call(FREE, new Turn.User(task)));
	}

	private static ChatCall call(Options options, Turn... turns) {
		return new ChatCall("m", List.of(turns), List.of(CALCULATOR, TIME, ORDER), options, List.of(), Json.object(),
				Map.of());
	}

	private static OfferedTool tool(String name, String description, String schema) {
		return new OfferedTool(name, description, Json.parseObject(schema).orElseThrow());
	}

}

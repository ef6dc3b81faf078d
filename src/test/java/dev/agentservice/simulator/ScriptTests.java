package dev.agentservice.simulator;

import java.io.IOException;
import java.util.List;

import dev.agentservice.simulator.chat.ChatCall;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;

class ScriptTests {

	@AutoClose
	private final Simulator simulator = Simulator.start();

	private final WireClient client = new WireClient(this.simulator);

	@Test
	void responsesComeInTheirOrderThenTheStandingOneThenTheDemo() throws Exception {
		this.simulator.openai().next(answer("First"), answer("Second")).always(status(503));
		assertThat(ask("a", "x")).contains("First");
		assertThat(ask("a", "x")).contains("Second");
		assertThat(ask("a", "x")).contains("overloaded");
		assertThat(ask("a", "x")).contains("overloaded");
		this.simulator.openai().clear();
		assertThat(ask("a", "x")).contains("Simulated model");
	}

	@Test
	void responsesCanBeMeantForAModelOrATask() throws Exception {
		this.simulator.openai().whenModel("b").next(answer("For b"));
		this.simulator.openai().whenAsked("weather").next(answer("Rain"));
		this.simulator.openai().when((call) -> call.tools().isEmpty()).always(answer("Any"));
		assertThat(ask("a", "hello")).contains("Any");
		assertThat(ask("a", "the weather?")).contains("Rain");
		assertThat(ask("b", "hello")).contains("For b");
		assertThat(this.simulator.openai().responsesLeft()).isZero();
	}

	@Test
	void requestsAreRememberedParsed() throws Exception {
		ask("a", "hello");
		List<ChatCall> requests = this.simulator.openai().requests();
		assertThat(requests).hasSize(1);
		assertThat(requests.getFirst().task()).isEqualTo("hello");
		assertThat(requests.getFirst().headers()).containsEntry("authorization", "Bearer sk-test");
		assertThat(requests.getFirst().body().at("/model").asString()).isEqualTo("a");
	}

	private String ask(String model, String task) throws IOException, InterruptedException {
		return this.client
			.openai("{\"model\": \"" + model
					+ "\", \"store\": false, \"messages\": [{\"role\": \"user\", \"content\": \"" + task + "\"}]}")
			.body();
	}

}

package dev.agentservice.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import dev.agentservice.simulator.chat.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever reserves money by bytes must never be surprised: a prompt is at most one token
 * for each UTF-8 byte of its texts, names and JSON, plus 16 per message, 64 per tool and
 * 512 per request.
 */
class PromptBoundTests {

	private static final List<String> ALPHABET = List.of("a", "B", " ", "  ", "7", ".", "{", "\"", "\n", "ß", "日", "🦊",
			"👩‍👩‍👧", "word", " the ");

	@AutoClose
	private static final Simulator simulator = Simulator.start();

	private static final WireClient client = new WireClient(simulator);

	private long bound = 512;

	@RepeatedTest(20)
	void openAiPromptsStayWithinTheBound(RepetitionInfo repetition) throws IOException, InterruptedException {
		Random random = new Random(repetition.getCurrentRepetition());
		ObjectNode request = Json.object().put("model", "m").put("store", false);
		addConversation(request, random);
		for (int i = 0; i < 1 + random.nextInt(3); i++) {
			request.withArray("tools")
				.addObject()
				.put("type", "function")
				.set("function", tool(i, "parameters", random));
		}
		JsonNode usage = WireClient.json(client.openai(Json.text(request))).at("/usage");
		assertThat(usage.at("/prompt_tokens").asLong()).isPositive().isLessThanOrEqualTo(this.bound);
	}

	@RepeatedTest(20)
	void anthropicPromptsStayWithinTheBound(RepetitionInfo repetition) throws IOException, InterruptedException {
		Random random = new Random(repetition.getCurrentRepetition());
		ObjectNode request = Json.object().put("model", "m").put("max_tokens", 10).put("system", text(random));
		this.bound += 16;
		addConversation(request, random);
		for (int i = 0; i < 1 + random.nextInt(3); i++) {
			request.withArray("tools").add(tool(i, "input_schema", random));
		}
		JsonNode usage = WireClient.json(client.anthropic(Json.text(request))).at("/usage");
		assertThat(usage.at("/input_tokens").asLong()).isPositive().isLessThanOrEqualTo(this.bound);
	}

	private void addConversation(ObjectNode request, Random random) {
		for (int i = 0; i < 1 + random.nextInt(5); i++) {
			request.withArray("messages")
				.addObject()
				.put("role", (i % 2 == 0) ? "user" : "assistant")
				.put("content", text(random));
			this.bound += 16;
		}
	}

	private ObjectNode tool(int index, String schemaName, Random random) {
		ObjectNode schema = Json.object().put("type", "object");
		schema.putObject("properties").putObject("expression").put("type", "string").put("description", text(random));
		ObjectNode tool = Json.object().put("name", "tool_" + index).put("description", text(random));
		this.bound += 64 + Json.bytes(schema).length + "tool_0".length();
		return tool.set(schemaName, schema);
	}

	private String text(Random random) {
		StringBuilder text = new StringBuilder("x");
		random.ints(random.nextInt(200), 0, ALPHABET.size()).forEach((i) -> text.append(ALPHABET.get(i)));
		this.bound += text.toString().getBytes(StandardCharsets.UTF_8).length + 1;
		return text.append('x').toString();
	}

}

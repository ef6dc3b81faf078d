package dev.agentservice.endtoend.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.ServicePorts;
import dev.agentservice.support.RawHttp.Answer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that speaks OpenAI's protocol and keeps the conversation as those do: what was
 * asked, and what it was told.
 */
final class ChatClient {

	private static final JsonMapper JSON = JsonMapper.shared();

	private final ServicePorts service;

	private final String agent;

	private final boolean streams;

	final List<Map<String, String>> messages = new ArrayList<>();

	ChatClient(ServicePorts service, String agent, boolean streams) {
		this.service = service;
		this.agent = agent;
		this.streams = streams;
	}

	/** Tells the conversation so far, and asks. */
	String ask(String task) {
		this.messages.add(Map.of("role", "user", "content", task));
		Answer answer = this.service.post("/v1/chat/completions", "application/json", JSON
			.writeValueAsString(Map.of("model", this.agent, "stream", this.streams, "messages", this.messages)));
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		String text = this.streams ? told(answer.text()) : answer.json().at("/choices/0/message/content").asString();
		this.messages.add(Map.of("role", "assistant", "content", text));
		return text;
	}

	/** Forgets the oldest messages. */
	void forget(int messages) {
		this.messages.subList(0, messages).clear();
	}

	private static String told(String stream) {
		return stream.lines()
			.filter((line) -> line.startsWith("data: {"))
			.map((line) -> JSON.readTree(line.substring(6)).at("/choices/0/delta/content"))
			.map((JsonNode content) -> content.asString(""))
			.collect(Collectors.joining());
	}

}

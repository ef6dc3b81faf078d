package dev.agentservice.endtoend.faults;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.EventStream;
import dev.agentservice.support.BlockingHttp;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a client was told of one run.
 *
 * @param outcome {@code 200} and the whole answer, or a status and a problem's code; with
 * {@code broken off} before it, if a stream had begun
 * @param notices what it was told beside the answer
 * @param runId the run
 * @param steps the costs of the steps, summed up, in nano-USD; or -1 if it was told none
 */
record Told(String outcome, List<String> notices, String runId, long steps) {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private static final String TASK = "Tell me a story.";

	static Told by(Client client, Face face, String agent) {
		Map<String, Object> request = Map.of("task", TASK, "agent", agent);
		return switch (face) {
			case AGENT -> of(client.ask(request).json());
			case AGENT_STREAM -> of(lastOf(client.stream(request).rest()));
			case OPENAI, OPENAI_STREAM -> chat(client, agent, face.isStreamed());
		};
	}

	private static Told of(JsonNode end) {
		String outcome = end.has("answer") ? "200 " + end.at("/answer").asString()
				: end.at("/status").asInt() + " " + end.at("/code").asString();
		return new Told(outcome, end.at("/notices").valueStream().map(JsonNode::asString).toList(),
				end.at("/run_id").asString(), steps(end));
	}

	/**
	 * The terminal event. What the client has read along by then must be the answer.
	 */
	private static JsonNode lastOf(List<EventStream.Event> events) {
		JsonNode end = events.getLast().json();
		int reset = events.stream().map(EventStream.Event::type).toList().lastIndexOf("answer.reset");
		String read = events.subList(reset + 1, events.size())
			.stream()
			.filter((event) -> event.type().equals("answer.delta"))
			.map((event) -> event.json().at("/text").asString())
			.collect(Collectors.joining());
		if (end.has("answer") && !end.at("/answer").asString().equals(read)) {
			throw new AssertionError("the client has read '" + read + "'");
		}
		return end;
	}

	private static long steps(JsonNode end) {
		if (!end.has("steps")) {
			return -1;
		}
		return end.at("/steps")
			.valueStream()
			.map((step) -> step.at("/cost_usd").decimalValue(BigDecimal.ZERO).movePointRight(9))
			.mapToLong(BigDecimal::longValueExact)
			.sum();
	}

	private static Told chat(Client client, String agent, boolean stream) {
		String body = JSON.writeValueAsString(
				Map.of("model", agent, "stream", stream, "messages", List.of(Map.of("role", "user", "content", TASK))));
		HttpRequest request = HttpRequest.newBuilder(URI.create(client.baseUrl() + "/v1/chat/completions"))
			.timeout(Duration.ofSeconds(90))
			.header("Authorization", "Bearer " + client.key())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body))
			.build();
		HttpResponse<String> response = BlockingHttp.send(HTTP, request, BodyHandlers.ofString());
		String outcome = (response.statusCode() == 200 && stream) ? read(response.body()) : whole(response);
		return new Told(outcome, List.of(), response.headers().firstValue("X-Run-Id").orElse(""), -1);
	}

	private static String whole(HttpResponse<String> response) {
		JsonNode json = JSON.readTree(response.body());
		JsonNode told = (response.statusCode() == 200) ? json.at("/choices/0/message/content") : json.at("/error/code");
		return response.statusCode() + " " + told.asString();
	}

	/** Only what ends with its marker is an answer. */
	private static String read(String stream) {
		List<String> data = stream.lines()
			.filter((line) -> line.startsWith("data: "))
			.map((line) -> line.substring("data: ".length()))
			.toList();
		JsonNode error = data.stream()
			.filter((line) -> line.startsWith("{"))
			.map((line) -> JSON.readTree(line).path("error"))
			.reduce(JSON.missingNode(), (before, now) -> now.isMissingNode() ? before : now);
		if (!error.isMissingNode()) {
			return "broken off " + error.path("code").asString();
		}
		if (data.isEmpty() || !data.getLast().equals("[DONE]")) {
			return "broken off without a word";
		}
		return data.stream()
			.filter((line) -> line.startsWith("{"))
			.map((line) -> JSON.readTree(line).at("/choices/0/delta/content").asString(""))
			.collect(Collectors.joining("", "200 ", ""));
	}

}

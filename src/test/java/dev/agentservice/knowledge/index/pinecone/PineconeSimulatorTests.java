package dev.agentservice.knowledge.index.pinecone;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The simulator refuses what Pinecone refuses. */
@BesideOthers
class PineconeSimulatorTests {

	@AutoClose
	private final PineconeSimulator simulator = new PineconeSimulator(2);

	@AutoClose
	private final HttpClient http = HttpClient.newHttpClient();

	static Stream<Arguments> refused() {
		String upsert = "/vectors/upsert";
		return Stream.of(
				Arguments.of(upsert, one("x", "[1]"), "Vector dimension 1 does not match the dimension of the index 2"),
				Arguments.of(upsert, one("x", "[0, 0]"), "at least one non-zero value"),
				Arguments.of(upsert, one("x".repeat(513), "[1, 0]"), "at most 512 characters"),
				Arguments.of(upsert, one("ü", "[1, 0]"), "must be ASCII"),
				Arguments.of(upsert, one("x", "[1, 0], \"metadata\": {\"a\": \"" + "b".repeat(40_960) + "\"}"),
						"exceeds the limit of 40960 bytes"),
				Arguments.of(upsert, one("x", "[1, 0], \"metadata\": {\"a\": null}"), "Metadata value must be"),
				Arguments.of(upsert, many(1001), "more than 1000"),
				Arguments.of(upsert, one("x", "[1, 0]" + " ".repeat(2 * 1024 * 1024)),
						"larger than the maximum supported size"),
				Arguments.of(upsert, one("x", "[1, 0]").replace("\"namespace\": \"n\", ", ""), "namespace is missing"),
				Arguments.of("/vectors/delete", "{\"namespace\": \"n\", \"filter\": {\"d\": \"x\"}}",
						"do not support deleting with metadata filtering"),
				Arguments.of("/vectors/delete", "{\"namespace\": \"n\", \"deleteAll\": true}",
						"unknown member deleteAll"),
				Arguments.of("/vectors/delete",
						IntStream.range(0, 1001)
							.mapToObj((i) -> "\"" + i + "\"")
							.collect(Collectors.joining(",", "{\"namespace\": \"n\", \"ids\": [", "]}")),
						"more than 1000"),
				Arguments.of("/query", "{\"namespace\": \"n\", \"vector\": [1, 0], \"topK\": 10001}", "topK must be"));
	}

	private static String one(String id, String values) {
		return "{\"namespace\": \"n\", \"vectors\": [{\"id\": \"" + id + "\", \"values\": " + values + "}]}";
	}

	private static String many(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "{\"id\": \"" + i + "\", \"values\": [1, 0]}")
			.collect(Collectors.joining(",", "{\"namespace\": \"n\", \"vectors\": [", "]}"));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void aCallThatTheRealOneRefusesIsRefusedAndRemembered(String path, String body, String message) throws Exception {
		HttpResponse<String> answer = post(path, body, Map.of());
		assertThat(answer.statusCode()).isBetween(400, 413);
		assertThat(answer.body()).contains(message);
		assertThat(this.simulator.refused()).singleElement().asString().contains(message);
	}

	@Test
	void aCallWithoutKeyOrVersionIsRefused() throws Exception {
		assertThat(post("/query", "{}", Map.of("Api-Key", "another")).statusCode()).isEqualTo(401);
		assertThat(post("/query", "{}", Map.of("X-Pinecone-Api-Version", "latest")).body())
			.contains("X-Pinecone-Api-Version is missing");
	}

	@Test
	void whatIsLegalIsTakenAndSeenInTheOrderOfTheLog() throws Exception {
		HttpResponse<String> written = post("/vectors/upsert", many(1000), Map.of());
		assertThat(written.statusCode()).isEqualTo(200);
		assertThat(written.headers().firstValueAsLong("x-pinecone-request-lsn")).hasValue(1000);
		assertThat(post("/vectors/delete", "{\"namespace\": \"n\", \"ids\": [\"0\"]}", Map.of()).headers()
			.firstValueAsLong("x-pinecone-request-lsn")).hasValue(1001);
		this.simulator.settle();
		HttpResponse<String> found = post("/query", "{\"namespace\": \"n\", \"vector\": [1, 0], \"topK\": 10000}",
				Map.of());
		assertThat(found.headers().firstValueAsLong("x-pinecone-max-indexed-lsn")).hasValue(1001);
		assertThat(this.simulator.seen("n")).hasSize(999);
		assertThat(post("/vectors/delete", "{\"namespace\": \"m\", \"ids\": [\"0\"]}", Map.of()).statusCode())
			.isEqualTo(404);
		assertThat(this.simulator.refused()).isEmpty();
	}

	private HttpResponse<String> post(String path, String body, Map<String, String> headers)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(this.simulator.address() + path))
			.setHeader("Api-Key", PineconeSimulator.KEY)
			.setHeader("X-Pinecone-Api-Version", "2026-07")
			.setHeader("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body));
		headers.forEach(request::setHeader);
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

}

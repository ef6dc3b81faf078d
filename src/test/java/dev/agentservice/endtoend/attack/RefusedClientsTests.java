package dev.agentservice.endtoend.attack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.requirement.RequiresCommand;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever is refused while a large body is still under way is told so: clients that send
 * all before they read would lose an answer behind which the connection is reset.
 */
@Tag("process")
class RefusedClientsTests {

	private static final String BODY = "{\"model\": \"assistant\", \"messages\": \"" + "x".repeat(1_000_000) + "\"}";

	private static final int TIMES = 5;

	@RegisterExtension
	static final AttackedReplica replica = AttackedReplica.shared();

	@TempDir
	private static Path directory;

	private static Path file;

	@BeforeAll
	static void beOverTheLimit() throws IOException {
		file = Files.writeString(directory.resolve("body.json"), BODY);
		replica.post(AttackedReplica.OVER_THE_LIMIT, "/v1/chat/completions", BODY.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void javasClientIsToldOverOneConnection() throws Exception {
		try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
			HttpRequest request = HttpRequest.newBuilder(URI.create(url()))
				.header("Authorization", "Bearer " + AttackedReplica.OVER_THE_LIMIT)
				.header("X-User-Id", "mallory")
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(BODY))
				.build();
			for (int i = 0; i < TIMES; i++) {
				HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
				assertThat(answer.statusCode()).isEqualTo(429);
				assertToldWhy(answer.body());
			}
		}
	}

	@Test
	@RequiresCommand("curl --version")
	void curlIsToldWithAndWithoutAsking() throws Exception {
		for (String expect : new String[] { "Expect:", "Expect: 100-continue" }) {
			String output = run("curl", "-sS", "-w", "\n%{http_code}\n", "-H", expect, "-H",
					"Authorization: Bearer " + AttackedReplica.OVER_THE_LIMIT, "-H", "X-User-Id: mallory", "-H",
					"Content-Type: application/json", "--data-binary", "@" + file, url(), url(), url());
			assertThat(output.lines().filter("429"::equals)).as(output).hasSize(3);
			assertToldWhy(output);
		}
	}

	@Test
	@RequiresCommand("node --version")
	void fetchIsTold() throws Exception {
		String script = """
				const body = require('fs').readFileSync(process.argv[1], 'utf8');
				const headers = {authorization: 'Bearer ' + process.argv[3], 'x-user-id': 'mallory',
					'content-type': 'application/json'};
				(async () => {
					for (let i = 0; i < %d; i++) {
						const answer = await fetch(process.argv[2], {method: 'POST', headers, body});
						console.log(answer.status, await answer.text());
					}
				})();
				""".formatted(TIMES);
		String output = run("node", "-e", script, file.toString(), url(), AttackedReplica.OVER_THE_LIMIT);
		assertThat(output.lines()).as(output).hasSize(TIMES).allSatisfy((line) -> {
			assertThat(line).startsWith("429 ");
			assertToldWhy(line);
		});
	}

	private static String url() {
		return replica.baseUrl() + "/v1/chat/completions";
	}

	private static void assertToldWhy(String answer) {
		assertThat(answer).contains("Too many requests", "rate_limit");
	}

	private static String run(String... command) throws IOException {
		Process process = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.onExit().join().exitValue()).as(output).isZero();
		return output;
	}

}

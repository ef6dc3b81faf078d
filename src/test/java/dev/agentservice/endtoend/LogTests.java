package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.answerWithCalls;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.garbage;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a replica writes in production, with everything at TRACE, where libraries are
 * talkative.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
class LogTests {

	private static final String TASK = "canary-in-the-task";

	private static final String ANSWER = "canary-in-the-answer";

	private static final String THOUGHT = "canary-in-the-thoughts";

	private static final String ARGUMENT = "canary-in-an-argument";

	private static final JsonMapper JSON = JsonMapper.shared();

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static Replica replica;

	private static Client ada;

	@BeforeAll
	static void start() {
		ReplicaSettings settings = surroundings.settings().withJsonLogs();
		replica = surroundings.closing(Replica.start(settings, "--logging.level.root=trace")).awaitReady();
		ada = replica.ada();
	}

	@Test
	void noTextOfATaskOrAnAnswerAndNoKeyIsEverLogged() {
		String arguments = "{\"expression\": \"" + ARGUMENT + "\"}";
		surroundings.anthropic()
			.next(answerWithCalls(ANSWER, call("calculator", arguments), call(ARGUMENT, arguments),
					call("current_time", arguments)), answer(ANSWER));
		assertThat(ada.ask("logged", TASK).text("/answer")).isEqualTo(ANSWER);
		assertThat(new PlantedPart(THOUGHT).in(surroundings.redis())).isPositive();
		surroundings.openai().next(answer(ANSWER));
		assertThat(ada.ask(Map.of("task", TASK, "agent", "analyst", "session_id", "logged")).status()).isEqualTo(200);
		assertThat(ada.get("/sessions/logged").body()).contains(TASK, ANSWER);
		surroundings.anthropic().next(garbage(), status(400));
		surroundings.openai().next(garbage(), status(400));
		assertThat(ada.ask(TASK).status()).isEqualTo(503);
		assertThat(ada.ask(TASK).status()).isEqualTo(502);
		assertThat(ada.ask(Map.of("task", TASK, TASK, TASK, "max_cost_usd", TASK)).status()).isEqualTo(400);
		surroundings.anthropic().next(answer(ANSWER));
		byte[] request = JSON.writeValueAsBytes(Map.of("task", TASK));
		assertThat(replica.http()
			.request("POST", "/agent",
					Map.of("X-Agent-Key", ReplicaSettings.ADAS_KEY, "Content-Type", "application/json"), request)
			.status()).isEqualTo(200);
		assertThat(linesAbout(ada.ask(TASK).text("/run_id"))).isNotEmpty();
		assertThat(loggersThatTell(TASK, ANSWER, ARGUMENT, THOUGHT, ReplicaSettings.ADAS_KEY)).isEmpty();
	}

	@Test
	void theLinesOfARunAreJsonAndCarryItsIdAndItsTrace() {
		surroundings.anthropic().next(status(400));
		surroundings.openai().next(status(400));
		String runId = ada.ask("Fail, please.").text("/run_id");
		List<JsonNode> lines = linesAbout(runId);
		assertThat(lines).extracting((line) -> line.at("/message").asString("")).contains("Run failed");
		assertThat(lines).allSatisfy((line) -> {
			assertThat(line.at("/run_id").asString("")).isEqualTo(runId);
			assertThat(line.at("/trace_id").asString("")).matches("[0-9a-f]{32}");
			assertThat(line.at("/span_id").asString("")).matches("[0-9a-f]{16}");
		});
	}

	private static Set<String> loggersThatTell(String... secrets) {
		return lines(secrets).map((line) -> line.at("/logger_name").asString("")).collect(Collectors.toSet());
	}

	private static List<JsonNode> linesAbout(String runId) {
		return await().until(() -> lines(runId).toList(), (lines) -> !lines.isEmpty());
	}

	/** The whole lines that contain any of these words. */
	private static Stream<JsonNode> lines(String... words) {
		String log = replica.log();
		return log.substring(0, log.lastIndexOf('\n') + 1)
			.lines()
			.filter((line) -> Stream.of(words).anyMatch(line::contains))
			.map(JSON::readTree);
	}

}

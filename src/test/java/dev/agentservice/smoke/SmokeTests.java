package dev.agentservice.smoke;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.RunningService;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The smoke test itself: what works passes it, and what is broken does not.
 */
@Tag("process")
@BesideOthers
class SmokeTests {

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.guard.task", "off")
		.with("AGENT_VERSION", "1.2.3")
		.with("agent-service.rate-limits.user-requests.capacity", 10_000);

	@BeforeEach
	void answerEverything() {
		service.anthropic().always(after(Duration.ofMillis(200), answer("It is blue.")));
	}

	private static Plan plan(String key, String agent, String version, boolean guarded) {
		return new Plan(service.baseUrl(), service.managementUrl(), key, agent, version, guarded);
	}

	private static List<String> failures(Plan plan) {
		List<String> lines = new ArrayList<>();
		SmokeMain.run(plan, false, lines::add);
		return lines.stream().filter((line) -> line.contains(" FAILED ")).toList();
	}

	@Test
	void theScriptPassesAServiceThatWorks(@TempDir Path directory) throws IOException, InterruptedException {
		Path key = Files.writeString(directory.resolve("key"), ReplicaSettings.ADAS_KEY + "\n");
		Process script = script("--url", service.baseUrl() + "/", "--management-url", service.managementUrl(),
				"--key-file", key.toString(), "--expect-version", "1.2.3");
		String output = output(script);
		assertThat(script.waitFor()).as(output).isZero();
		assertThat(output).contains("ok, 0 failed, 1 skipped")
			.containsPattern("names the release and its track, and has the figures +ok +[0-9]+ +1\\.2\\.3, [1-9]")
			.contains("refuses an injected instruction                            skipped")
			.doesNotContain(ReplicaSettings.ADAS_KEY);
	}

	@Test
	void aGuardThatIsExpectedAndNotThereBreaksAPromise() {
		assertThat(failures(plan(ReplicaSettings.ADAS_KEY, "assistant", "", true))).singleElement()
			.satisfies((line) -> assertThat(line).startsWith("guard").contains("200 in place of 422"));
	}

	@Test
	void aDryRunAsksNothing() throws IOException, InterruptedException {
		Process script = script("--env", "staging", "--dry-run");
		String output = output(script);
		assertThat(script.waitFor()).as(output).isZero();
		assertThat(output).contains("https://agents.staging.example.com: 0 ok, 0 failed, 19 skipped");
	}

	@Test
	void theScriptFailsWhereNobodyAnswers(@TempDir Path directory) throws IOException, InterruptedException {
		Path key = Files.writeString(directory.resolve("key"), "any");
		Process script = script("--url", "http://127.0.0.1:1", "--key-file", key.toString(), "--wait", "1");
		String output = output(script);
		assertThat(script.waitFor()).isEqualTo(1);
		assertThat(output).contains("Nobody answers at http://127.0.0.1:1/agents");
	}

	@Test
	void aWrongKeyBreaksWhateverNeedsOne() {
		assertThat(failures(plan("wrong", "assistant", "", false))).hasSize(13)
			.allMatch((line) -> line.contains("401"));
	}

	@Test
	void anotherReleaseOrAnAgentThatIsNotThereBreaksAPromise() {
		assertThat(failures(plan(ReplicaSettings.ADAS_KEY, "assistant", "1.3.0", false))).singleElement()
			.satisfies((line) -> assertThat(line).contains("it is the release 1.2.3"));
		assertThat(failures(plan(ReplicaSettings.ADAS_KEY, "nobody", "1.2.3", false)))
			.anyMatch((line) -> line.startsWith("/agents") && line.contains("only [analyst, assistant]"))
			.anyMatch((line) -> line.startsWith("/v1"));
	}

	@Test
	void theUserOfTheDocumentsIsAllThatIsNeededInRedis() throws IOException {
		String rules = Pattern.compile("ACL SETUSER agent-service on >… ([^`]*)")
			.matcher(Files.readString(Path.of("docs/deploy.md")))
			.results()
			.findFirst()
			.orElseThrow()
			.group(1);
		try (RedisServer guarded = RedisServer.start(("--user agent-service on >secret " + rules).split(" "));
				RunningService replica = RunningService.start(new ReplicaSettings(guarded, service.simulator()), Map
					.of("spring.data.redis.username", "agent-service", "spring.data.redis.password", "secret"))) {
			assertThat(failures(new Plan(replica.baseUrl(), replica.managementUrl(), ReplicaSettings.ADAS_KEY,
					"assistant", "", false)))
				.isEmpty();
		}
	}

	private static Process script(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("scripts/smoke-test"));
		command.addAll(List.of(arguments));
		ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
		process.environment().remove("SMOKE_KEY");
		return process.start();
	}

	private static String output(Process script) throws IOException {
		return new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

}

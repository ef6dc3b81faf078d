package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A run that kills whoever executes it: it takes four replicas with it and no more, and
 * nobody else's run. The one in this JVM accepts runs and looks after them, and executes
 * none.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class PoisonedRunTests {

	private static final int OWNERS = 4;

	private static final AgentFiles AGENTS = AgentFiles.of(Map.of("assistant", """
			---
			name: assistant
			models: {simple: anthropic/claude-3-haiku, complex: anthropic/claude-3-haiku}
			tools: [poison]
			---
			You taste.
			"""));

	@RegisterExtension
	static final ServiceUnderTest bystander = new ServiceUnderTest().with("agent-service.run.lease", "3s")
		.with("agent-service.run.async.limit", 0)
		.with("agent-service.rate-limits.user-requests.capacity", "100000")
		.with("agent-service.rate-limits.user-reads.capacity", "100000")
		.with(PoisonTools.class)
		.with("agent-service.agents.directory", AGENTS.directory());

	@AfterAll
	static void removeAgents() {
		AGENTS.close();
	}

	@Test
	void itIsGivenUpListedAndExecutedOnceItIsMended() {
		bystander.anthropic().always(answer("Done."));
		bystander.anthropic().whenAsked("Taste").always(toolCalls(call("poison", "{}")));
		List<Replica> victims = IntStream.range(0, OWNERS).mapToObj((_) -> replica("false")).toList();
		victims.forEach(Replica::awaitReady);
		String poisoned = submit("Taste it.");
		List<String> others = IntStream.range(0, 10).mapToObj((_) -> submit("Do it.")).toList();
		Client.Reply dead = ended(poisoned);
		assertThat(dead.text("/status")).isEqualTo("failed");
		assertThat(dead.text("/problem/code")).isEqualTo("poisoned");
		assertThat(dead.text("/attempt")).isEqualTo(String.valueOf(OWNERS));
		assertThat(victims).noneMatch(Replica::alive);
		await().until(() -> listed().equals(List.of(poisoned)));
		assertThat(bystander.operator().post("/ops/dead/run_00000000000000000000000000/redrive").status())
			.isEqualTo(404);
		bystander.anthropic().clear();
		bystander.anthropic().always(answer("Done."));
		bystander.anthropic().whenAsked("Taste").next(toolCalls(call("poison", "{}")), answer("It was harmless."));
		replica("true").awaitReady();
		assertThat(others).allSatisfy((run) -> assertThat(ended(run).text("/result/answer")).isEqualTo("Done."));
		Client.Reply redriven = bystander.operator().post("/ops/dead/" + poisoned + "/redrive");
		assertThat(redriven.status()).as(redriven.body()).isEqualTo(202);
		await().until(() -> "succeeded".equals(bystander.ada().get("/runs/" + poisoned).text("/status")));
		assertThat(listed()).isEmpty();
	}

	private static List<String> listed() {
		return bystander.operator()
			.get("/ops/dead")
			.json()
			.at("/runs")
			.valueStream()
			.map((run) -> run.at("/run_id").asString())
			.toList();
	}

	private static Replica replica(String mended) {
		return bystander.replica("--spring.main.sources=" + PoisonTools.class.getName(),
				"--" + PoisonTools.MENDED + "=" + mended, "--agent-service.run.lease=3s",
				"--agent-service.agents.directory=" + AGENTS.directory());
	}

	private static String submit(String task) {
		Client.Reply accepted = bystander.ada().submit(Map.of("task", task));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		return accepted.text("/run_id");
	}

	private static Client.Reply ended(String run) {
		await().atMost(Duration.ofMinutes(2))
			.until(() -> !List.of("queued", "running", "cancelling")
				.contains(bystander.ada().get("/runs/" + run).text("/status")));
		return bystander.ada().get("/runs/" + run);
	}

}

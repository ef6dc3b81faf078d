package dev.agentservice.rollout.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The script itself, killed with {@code kill -9} while its change is on the way.
 */
@BesideOthers
@Tag("process")
@RequiresCommand("curl --version")
class KilledProcessTests {

	@TempDir
	private Path directory;

	private FakeCluster cluster;

	private KubectlServer kubectl;

	private final List<Process> processes = new ArrayList<>();

	@BeforeEach
	void aCanaryHasHalfOfTheTraffic() throws IOException, InterruptedException {
		this.cluster = HalfWay.reached().cluster();
		this.kubectl = new KubectlServer(this.cluster, this.directory);
	}

	@AfterEach
	void close() {
		this.processes.forEach(Process::destroyForcibly);
		this.kubectl.close();
	}

	@Test
	void theNextProcessGoesOnWhereTheKilledOneStopped() throws Exception {
		long epoch = this.cluster.state().epoch();
		AtomicReference<Process> victim = new AtomicReference<>();
		this.kubectl.before = (call) -> {
			if (call.contains("rolling_back") && call.contains(" patch ")) {
				victim.get().destroyForcibly();
			}
		};
		victim.set(rollout("abort"));
		assertThat(victim.get().waitFor(60, TimeUnit.SECONDS)).isTrue();
		await().until(() -> this.cluster.state().phase() == Phase.ROLLING_BACK);
		this.kubectl.before = (_) -> {
		};
		Process second = rollout("resume", "--prometheus", "http://127.0.0.1:9");
		assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(second.exitValue()).isEqualTo(ExitStatus.ANOTHER_CONTROLLER);
		this.cluster.object("lease/agent-service-rollout")
			.withObject("/spec")
			.put("renewTime", "2020-01-01T00:00:00.000000Z");
		rollout("resume", "--now", "--prometheus", "http://127.0.0.1:9");
		await().until(() -> this.cluster.weightsNow().equals("100 0"));
		assertThat(this.cluster.state().epoch()).isEqualTo(epoch + 2);
		assertThat(this.cluster.weights).containsExactly("100 0");
	}

	private Process rollout(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("scripts/rollout"));
		command.addAll(List.of(arguments));
		command.addAll(List.of("--env", "prod", "--reason", "a test", "--kubectl", this.kubectl.program().toString(),
				"--report", this.directory.resolve("report").toString()));
		String name = Integer.toString(this.processes.size());
		ProcessBuilder builder = new ProcessBuilder(command)
			.redirectOutput(this.directory.resolve(name + ".out").toFile())
			.redirectError(this.directory.resolve(name + ".err").toFile());
		builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
		Process process = builder.start();
		this.processes.add(process);
		return process;
	}

}

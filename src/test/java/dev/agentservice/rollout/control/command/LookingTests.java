package dev.agentservice.rollout.control.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.rollout.control.HalfWay;
import dev.agentservice.rollout.control.KubectlServer;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code scripts/rollout} runs where it only looks.
 */
@Tag("process")
@RequiresCommand("curl --version")
class LookingTests {

	@TempDir
	private Path directory;

	private final List<String> out = new ArrayList<>();

	private final List<String> err = new ArrayList<>();

	@Test
	void lookingChangesNothing() throws Exception {
		HalfWay half = HalfWay.reached();
		try (KubectlServer kubectl = new KubectlServer(half.cluster(), this.directory)) {
			assertThat(rollout(kubectl, "status")).isZero();
			assertThat(this.out).anyMatch((line) -> line.startsWith("1.0.0 to 1.1.0"))
				.anyMatch((line) -> line.contains("\"weight\":"));
			assertThat(rollout(kubectl, "plan")).isEqualTo(ExitStatus.ERROR);
			assertThat(this.out).anyMatch((line) -> line.contains("10 % for 30 min"))
				.anyMatch((line) -> line.startsWith("refused: the weights"));
			assertThat(rollout(kubectl, "abort", "--dry-run")).isZero();
			assertThat(this.out).anyMatch((line) -> line.contains("would run: kubectl --namespace"));
			assertThat(this.err).isEmpty();
			assertThat(rollout(kubectl, "start", "--prometheus", "ftp://x")).isEqualTo(ExitStatus.USAGE);
			assertThat(rollout(kubectl, "resume", "--prometheus", "http://127.0.0.1:9", "--metrics-port", "x"))
				.isEqualTo(ExitStatus.USAGE);
			assertThat(this.err.getLast()).contains("--metrics-port: x is no port");
		}
		assertThat(half.changes()).isEmpty();
	}

	private int rollout(KubectlServer kubectl, String... arguments) throws InterruptedException {
		this.out.clear();
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--policy", "k8s/prod/rollout.yaml", "--namespace", "agent-service", "--reason", "a test",
				"--kubectl", kubectl.program().toString(), "--report", this.directory.resolve("report").toString()));
		return ControlCommand.run(all, this.out::add, this.err::add);
	}

}

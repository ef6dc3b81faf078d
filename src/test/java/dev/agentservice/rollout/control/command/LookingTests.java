package dev.agentservice.rollout.control.command;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.rollout.control.FakeCluster;
import dev.agentservice.rollout.control.HalfWay;
import dev.agentservice.rollout.control.KubectlServer;
import dev.agentservice.rollout.control.Phase.ExitStatus;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What {@code scripts/rollout} runs where it only looks.
 */
@BesideOthers
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
		String before = half.mark();
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
		assertThat(half.mark()).isEqualTo(before);
	}

	/** A port and a secret are no reason to keep traffic at a worse release. */
	@Test
	void anAbortWithoutMetricsAndSignaturesIsObeyed() throws Exception {
		FakeCluster cluster = HalfWay.reached().cluster();
		try (KubectlServer kubectl = new KubectlServer(cluster, this.directory);
				ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			String[] options = { "--now", "--metrics-port", Integer.toString(taken.getLocalPort()),
					"--notify-secret-file", this.directory.resolve("missing").toString() };
			Thread abort = Thread.ofVirtual().start(() -> {
				try {
					rollout(kubectl, Stream.concat(Stream.of("abort"), Stream.of(options)).toArray(String[]::new));
				}
				catch (InterruptedException _) {
					// Seen enough.
				}
			});
			await().until(() -> weights(cluster).equals("100 0"));
			abort.interrupt();
			abort.join();
			assertThat(String.join("\n", this.err)).contains("there are no metrics: --metrics-port: ",
					"messages are not signed: ");
			assertThat(rollout(kubectl,
					Stream.concat(Stream.of("start", "--prometheus", "http://127.0.0.1:9"), Stream.of(options))
						.toArray(String[]::new)))
				.isEqualTo(ExitStatus.USAGE);
		}
	}

	private static String weights(FakeCluster cluster) {
		synchronized (cluster) {
			return cluster.weightsNow();
		}
	}

	private int rollout(KubectlServer kubectl, String... arguments) throws InterruptedException {
		this.out.clear();
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--policy", "k8s/prod/rollout.yaml", "--namespace", "agent-service", "--reason", "a test",
				"--kubectl", kubectl.program().toString(), "--report", this.directory.resolve("report").toString()));
		return ControlCommand.run(all, this.out::add, this.err::add);
	}

}

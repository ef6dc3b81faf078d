package dev.agentservice.rollout;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.rollout.prometheus.RunningPrometheus;
import dev.agentservice.rollout.prometheus.Timekeeper;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Prometheus that scrapes two exporters: the script itself for each exit status,
 * and what it runs where only Prometheus or the release is another. A judgement has
 * blocks of 15 s of real time, so all of them go on at the same time.
 */
@BesideOthers
@Tag("process")
@Tag("prometheus")
@RequiresCommand("prometheus --version")
class MonitorCanaryTests {

	private static final String POLICY = """
			version: 1
			steps: [{weight: 50, hold: 30s, margins: loose}]
			error: {grace: 1s}
			settle: 1s
			alpha: 0.5
			metrics:
			  errors: {weight: 0.93}
			  latency: {weight: 0.01}
			  first: {weight: 0.01}
			  cost: {weight: 0.01}
			  tools: {weight: 0.01}
			  truncated: {weight: 0.01}
			  rejections: {weight: 0.01}
			  repeats: {weight: 0.01}
			""";

	@TempDir
	private Path directory;

	private int started;

	@Test
	void aLiveCanaryIsJudgedWhateverHappens() throws Exception {
		try (FakeExporter good = new FakeExporter("canary", "2", 0.02);
				FakeExporter bad = new FakeExporter("canary", "2", 0.30);
				FakeExporter unsteady = new FakeExporter("canary", "2", 0.02);
				FakeExporter stable = new FakeExporter("stable", "1", 0.02);
				ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			Map<String, FakeExporter> canaries = Map.of("good", good, "bad", bad, "unsteady", unsteady);
			createHistory(stable, canaries);
			try (RunningPrometheus prometheus = new RunningPrometheus(this.directory, scrapes(stable, canaries))) {
				prometheus.awaitTargets(6);
				Instant now = Instant.now();
				Monitor passes = script("good", prometheus.url(), now.minusSeconds(20), "--step", "50:30s");
				Monitor fails = script("bad", prometheus.url(), now.minusSeconds(50), "--step", "50:60s");
				Monitor stopped = script("good", prometheus.url(), now, "--step", "50:3h");
				Monitor crashes = command("unsteady", prometheus.url(), now, "--step", "50:1h");
				Monitor dies = command("good", prometheus.url(), now.minusSeconds(8), "--step", "50:2h");
				Monitor other = command("good", prometheus.url(), now.minusSeconds(20), "--canary-version", "3");
				URI nobody = URI.create("http://127.0.0.1:" + silent.getLocalPort());
				Monitor hangs = command("good", nobody, now, "--timeout", "1s");
				unsteady.restart();
				await("the second process").during(Duration.ofSeconds(3)).until(() -> true);
				unsteady.restart();
				expect(fails, 1, "\"FAIL\"", "\"metric\":\"errors\"");
				expect(passes, 0, "\"PASS\"", "every step was passed");
				expect(crashes, 1, "\"FAIL\"", "\"metric\":\"crashes\"");
				stopped.terminate().run();
				expect(stopped, 4, "\"ERROR\"", "stopped by a signal");
				expect(other, 4, "\"ERROR\"", "has version 2, not 3");
				expect(hangs, 4, "\"ERROR\"", "did not answer within 1000 ms");
				prometheus.die();
				expect(dies, 4, "\"ERROR\"", "Prometheus cannot be asked");
				repeated(passes.name(), fails.name(), crashes.name());
			}
		}
	}

	/** What a Prometheus would have scraped before it was started. */
	private void createHistory(FakeExporter stable, Map<String, FakeExporter> canaries) throws Exception {
		List<String> lines = new ArrayList<>();
		Instant now = Instant.now();
		for (int i = 0; i < 3; i++) {
			for (Map.Entry<String, FakeExporter> canary : canaries.entrySet()) {
				for (int pod = 0; pod <= 1; pod++) {
					for (int seconds = 120; seconds > 0; seconds--) {
						Instant time = now.minusSeconds(seconds);
						lines.add(
								((pod == 0) ? stable : canary.getValue())
									.samples(time,
											"job=\"fakes\",namespace=\"%s\",pod=\"p%d\",".formatted(canary.getKey(),
													pod),
											" " + time.toEpochMilli() / 1000.0)
									.get(i));
					}
				}
			}
		}
		Path file = Files.writeString(this.directory.resolve("history.om"), String.join("\n", lines) + "\n# EOF\n");
		RunningPrometheus.createBlocks(file, this.directory);
	}

	/** What was written has the same verdict. */
	private void repeated(String... names) throws IOException {
		for (String name : names) {
			List<String> lines = new ArrayList<>();
			try (var files = Files.walk(this.directory.resolve(name))) {
				Path recording = files.filter((file) -> file.endsWith("samples.jsonl.gz")).findFirst().orElseThrow();
				JudgeCommand.run(
						List.of(this.directory.resolve("policy.yaml").toString(), "--replay", recording.toString()),
						InputStream.nullInputStream(), lines::add, lines::add);
			}
			assertThat(lines).containsExactly(read(name + ".out").strip());
		}
	}

	private Monitor script(String namespace, URI prometheus, Instant start, String... more) throws IOException {
		String name = "monitor-" + this.started++;
		List<String> command = new ArrayList<>(List.of("scripts/monitor-canary", "--policy"));
		command.addAll(arguments(name, namespace, prometheus, start, more));
		ProcessBuilder builder = new ProcessBuilder(command)
			.redirectOutput(this.directory.resolve(name + ".out").toFile())
			.redirectError(this.directory.resolve(name + ".err").toFile());
		builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
		Process process = builder.start();
		return new Monitor(name, process::destroy, process.onExit().thenApply(Process::exitValue));
	}

	/** What the script runs, without a Java virtual machine of its own. */
	private Monitor command(String namespace, URI prometheus, Instant start, String... more) throws IOException {
		String name = "monitor-" + this.started++;
		List<String> arguments = arguments(name, namespace, prometheus, start, more);
		CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> MonitorCommand.run(arguments,
				Timekeeper.system(), (line, _) -> append(name + ".out", line), (line) -> append(name + ".err", line)),
				Thread::startVirtualThread);
		return new Monitor(name, () -> {
		}, status);
	}

	private List<String> arguments(String name, String namespace, URI prometheus, Instant start, String... more)
			throws IOException {
		List<String> arguments = new ArrayList<>(List.of(policy().toString(), "--namespace", namespace, "--prometheus",
				prometheus.toString(), "--start", Long.toString(start.getEpochSecond()), "--lag", "3s", "--report",
				this.directory.resolve(name).toString()));
		arguments.addAll(List.of(more));
		return arguments;
	}

	/** Written once: another monitor may be reading it. */
	private Path policy() throws IOException {
		Path policy = this.directory.resolve("policy.yaml");
		return Files.exists(policy) ? policy : Files.writeString(policy, POLICY);
	}

	private void expect(Monitor monitor, int status, String... words) {
		String name = monitor.name();
		assertThat(monitor.status()).as(() -> name + ": " + read(name + ".err"))
			.succeedsWithin(Duration.ofSeconds(60))
			.isEqualTo(status);
		assertThat(read(name + ".out")).as(() -> name + ": " + read(name + ".err")).contains(words);
	}

	private void append(String file, String line) {
		try {
			Files.writeString(this.directory.resolve(file), line + "\n", StandardOpenOption.CREATE,
					StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String read(String file) {
		try {
			return Files.readString(this.directory.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One that judges.
	 *
	 * @param name of its files
	 * @param terminate sends the signal
	 * @param status how it exits
	 */
	private record Monitor(String name, Runnable terminate, CompletableFuture<Integer> status) {
	}

	private static String scrapes(FakeExporter stable, Map<String, FakeExporter> canaries) {
		StringBuilder jobs = new StringBuilder("\n- job_name: fakes\n  static_configs:\n");
		canaries.forEach((namespace, canary) -> {
			String target = "  - {targets: ['%s'], labels: {namespace: %s, pod: %s, job: fakes}}\n";
			jobs.append(target.formatted(stable.target(), namespace, "p0"));
			jobs.append(target.formatted(canary.target(), namespace, "p1"));
		});
		return jobs.toString();
	}

}

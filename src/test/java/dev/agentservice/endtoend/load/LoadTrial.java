package dev.agentservice.endtoend.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.load.ReplicaMemory.Live;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.util.FileSystemUtils;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.awaitility.Awaitility.await;

/**
 * One replica with a heap of {@value #HEAP_MIB} MiB, a process of its own, and very many
 * clients that follow runs.
 */
final class LoadTrial implements AutoCloseable {

	static final int HEAP_MIB = 512;

	/** Tomcat keeps 200 sets of buffers for later; some is left of compiled code. */
	private static final long LEFT_OVER = 64 * 1024 * 1024;

	private static final String AGENT = """
			---
			name: assistant
			models: {simple: anthropic/claude-haiku-4-5, complex: anthropic/claude-haiku-4-5}
			limits: {timeout: 10m}
			---
			You tell stories.
			""";

	private final RedisServer redis = RedisServer.start();

	/** Six tokens a second are three events. */
	private final Simulator simulator = Simulator.start(0, new LatencyProfile(Duration.ZERO, 6, 0.3));

	private final LoadReport report = new LoadReport();

	private final Path files;

	private final Path gcLog;

	private final Replica replica;

	private LoadTrial(int streams) throws IOException {
		this.files = Files.createTempDirectory("load-streams");
		this.gcLog = this.files.resolve("gc.log");
		Path agents = Files.createDirectory(this.files.resolve("agents"));
		Files.writeString(agents.resolve("assistant.md"), AGENT);
		this.replica = startReplica(agents, streams);
	}

	/** Makes one trial with so many streams, and then with so many idle readers. */
	static LoadReport run(int streams, int readers) {
		try (LoadTrial trial = new LoadTrial(streams)) {
			trial.run(new LiveStreams(streams), new IdleReaders(readers));
			return trial.report;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.replica.close();
		this.simulator.close();
		this.redis.close();
		FileSystemUtils.deleteRecursively(this.files.toFile());
	}

	Simulator simulator() {
		return this.simulator;
	}

	Client client() {
		return this.replica.client(ReplicaSettings.ADAS_KEY);
	}

	ReplicaMemory memory() {
		return new ReplicaMemory(this.replica.pid(), this.gcLog);
	}

	LoadReport report() {
		return this.report;
	}

	/** The replica knows nothing of anybody any more. */
	void awaitSilence() {
		await("no model call under way").atMost(Duration.ofSeconds(30))
			.until(() -> this.simulator.anthropic().traffic().inFlight() == 0);
		this.simulator.clear();
	}

	private void run(LiveStreams streams, IdleReaders readers) {
		try {
			this.replica.awaitReady();
			new LiveStreams(20).warmUp(this);
			Live nothing = memory().live();
			this.report.measured("nothing, warmed up", nothing);
			streams.run(this);
			long perStream = this.report.lastPerPiece();
			this.report.measured("afterwards, connections kept alive", memory().live());
			readers.run(this, perStream);
			this.report.measured("afterwards, connections kept alive", memory().live());
			awaitNothing(nothing);
			checkReplica();
		}
		catch (ConditionTimeoutException ex) {
			this.report.broken(String.valueOf(ex.getMessage()));
		}
		this.report.promised(!this.replica.log().contains("OutOfMemoryError"), "the replica ran out of memory");
	}

	private void awaitNothing(Live before) {
		await("memory is free again").atMost(Duration.ofSeconds(30))
			.pollInterval(Duration.ofSeconds(2))
			.until(() -> memory().live().bytes() < before.bytes() + LEFT_OVER);
		this.report.measured("afterwards, connections closed", memory().live());
	}

	private void checkReplica() {
		this.simulator.anthropic().always(answer("Still here."));
		this.report.promised(client().ask("Are you there?").status() == 200, "the replica does not answer any more");
		this.report.promised(this.replica.management().get("/actuator/health/readiness").status() == 200,
				"the replica is not ready any more");
		this.report
			.remark("most in use after any collection: %d of %d MiB; most the whole process had in memory: %d MiB"
				.formatted(memory().mostAfterCollection(), HEAP_MIB, memory().mostResident()));
	}

	private Replica startReplica(Path agents, int streams) {
		return Replica.start(new ReplicaSettings(this.redis, this.simulator),
				List.of("-Xmx" + HEAP_MIB + "m", "-Xlog:gc:file=" + this.gcLog,
						// Says so even where an error is caught.
						"-XX:OnOutOfMemoryError=true"),
				"--agent-service.agents.directory=" + agents, "--agent-service.budget.user-daily-usd=1000000",
				"--agent-service.budget.reservation-ttl=15m",
				"--agent-service.rate-limits.user-requests.capacity=1000000000",
				"--agent-service.rate-limits.key-requests.capacity=1000000000",
				"--agent-service.rate-limits.user-bytes.capacity=1000000000",
				"--agent-service.rate-limits.key-bytes.capacity=1000000000",
				"--agent-service.rate-limits.user-reads.capacity=1000000000",
				"--agent-service.rate-limits.key-reads.capacity=1000000000",
				"--agent-service.rate-limits.user-tokens.capacity=1000000000",
				"--agent-service.llm.providers.anthropic.pool.max-connections=" + (streams + 20),
				"--agent-service.run.in-flight.limit=" + (streams + IdleReaders.RUNS),
				"--agent-service.run.in-flight.user-percent=100", "--agent-service.run.in-flight.tenant-percent=100",
				"--agent-service.storage.user-limit=1TB", "--agent-service.storage.tenant-limit=1TB",
				"--agent-service.run.events.streams-per-user=1000000",
				// Silence is what is measured.
				"--agent-service.llm.providers.anthropic.pool.response-timeout=10m",
				"--agent-service.llm.providers.anthropic.pool.read-timeout=10m",
				"--agent-service.llm.resilience.first-token=10m",
				// A busy machine is no outage.
				"--agent-service.redis.command-timeout=10s");
	}

}

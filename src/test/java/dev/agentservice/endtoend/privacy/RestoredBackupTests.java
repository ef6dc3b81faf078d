package dev.agentservice.endtoend.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.endtoend.Client.Reply;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.RunningService;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.support.BesideOthers;
import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Redis is restored from a backup that is older than an erasure.
 */
@BesideOthers
@Tag("slow")
class RestoredBackupTests {

	private static final String PLANTED = "zebrafinch-4711";

	private final RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");

	private final Simulator simulator = Simulator.start(0, LatencyProfile.NONE);

	@TempDir
	Path folder;

	private RunningService service;

	@BeforeEach
	void plantAndErase() throws IOException {
		this.simulator.anthropic().always(answer("Noted: " + PLANTED));
		this.service = start();
		assertThat(this.service.ada().ask("talk", "My secret is " + PLANTED).status()).isEqualTo(200);
		assertThat(this.service.bob().ask("talk", "I am Bob.").status()).isEqualTo(200);
		Files.createDirectory(this.folder.resolve("backup"));
		FileSystemUtils.copyRecursively(this.redis.files(), this.folder.resolve("backup"));
	}

	@AfterEach
	void close() {
		this.service.close();
		this.simulator.close();
		this.redis.close();
	}

	@Test
	void nobodyIsServedUntilWhatWasErasedIsErasedAgain() throws IOException {
		String id = erase();
		this.service.close();
		this.redis.kill();
		restore();
		// As if another replica did it, and took its time.
		redis("SET", "another");
		this.service = start();
		assertThat(readiness()).isEqualTo(503);
		for (String path : new String[] { "/sessions/talk", "/sessions", "/runs", "/users/me/export" }) {
			assertRestoring(this.service.ada().get(path));
		}
		assertRestoring(this.service.ada().ask("Hello?"));
		assertRestoring(this.service.bob().get("/sessions/talk"));
		assertRestoring(this.service.ada().delete("/users/me"));
		assertThat(this.service.operator().get("/ops/flags").status()).isEqualTo(200);
		redis("DEL", "");
		await().until(() -> readiness() == 200);
		assertErasedAgain(id);
	}

	@Test
	void aRedisThatIsRestoredUnderARunningReplicaIsNotRead() throws Exception {
		String id = erase();
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger unavailable = new AtomicInteger();
		CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> {
			while (!over.get()) {
				Reply reply = this.service.ada().get("/sessions/talk");
				assertThat(reply.body()).doesNotContain(PLANTED);
				if (reply.status() == 503) {
					unavailable.incrementAndGet();
				}
			}
		}, (task) -> Thread.ofVirtual().start(task));
		this.redis.kill();
		// What was under way when Redis stopped has timed out.
		await().until(() -> unavailable.get() > 1);
		restore();
		await().until(() -> reader.isDone()
				|| this.service.ada().get("/erasures/" + id).json().at("/backups/replayed").asBoolean(false));
		await().until(() -> reader.isDone() || readiness() == 200);
		over.set(true);
		reader.join();
		assertErasedAgain(id);
	}

	@Test
	void aRedisThatWasEmptiedHasNothingToErase() {
		erase();
		this.redis.flush();
		this.service.close();
		this.service = start();
		await().until(() -> readiness() == 200);
		assertThat(this.service.ada().ask("talk", "I am new.").status()).isEqualTo(200);
		assertThat(this.service.ada().delete("/users/me").json().at("/backups/ledger_seq").asInt()).isEqualTo(2);
	}

	private String erase() {
		String id = this.service.ada().delete("/users/me").text("/id");
		await().until(() -> this.service.ada().get("/erasures/" + id).text("/status").equals("settling"));
		return id;
	}

	private void assertErasedAgain(String id) {
		Reply session = this.service.ada().get("/sessions/talk");
		assertThat(session.status()).as(session.body()).isEqualTo(404);
		assertThat(this.service.bob().get("/sessions/talk").status()).isEqualTo(200);
		Reply report = this.service.ada().get("/erasures/" + id);
		assertThat(report.text("/status")).as(report.body()).matches("settling|completed");
		assertThat(report.json().at("/backups/replayed").asBoolean()).isTrue();
		assertThat(report.json().at("/backups/ledger_seq").asInt()).isEqualTo(1);
		assertThat(this.service.ada().ask("talk", "I am back.").status()).isEqualTo(200);
	}

	private int readiness() {
		return this.service.management().get("/actuator/health/readiness").status();
	}

	private static void assertRestoring(Reply reply) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(503);
		assertThat(reply.text("/code")).isEqualTo("restoring");
	}

	private void restore() throws IOException {
		FileSystemUtils.deleteRecursively(this.redis.files());
		FileSystemUtils.copyRecursively(this.folder.resolve("backup"), this.redis.files());
		this.redis.restart();
	}

	private void redis(String command, String value) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + this.redis.port())) {
			String key = "as:{e}:replay";
			if (command.equals("SET")) {
				client.connect().sync().set(key, value);
			}
			else {
				client.connect().sync().del(key);
			}
		}
	}

	private RunningService start() {
		Map<String, String> properties = new TreeMap<>(Map.of("agent-service.privacy.ledger-file",
				this.folder.resolve("replica-1.ndjson").toString(), "agent-service.rate-limits.user-reads.capacity",
				"1000000", "agent-service.redis.command-timeout", "2s", "agent-service.run.lease", "3s"));
		return RunningService.start(new ReplicaSettings(this.redis, this.simulator), properties);
	}

}

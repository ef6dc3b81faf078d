package dev.agentservice.endtoend;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.agentservice.identity.UserTags;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Erasures while Redis, with an append-only file, stands still or restarts.
 */
@BesideOthers
@Tag("slow")
class ErasureOutageTests {

	private static final String PLANTED = "zebrafinch-4711";

	private final RedisServer redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");

	private final Simulator simulator = Simulator.start(0, LatencyProfile.NONE);

	private final RunningService service = RunningService.start(new ReplicaSettings(this.redis, this.simulator), Map
		.of("agent-service.rate-limits.user-requests.capacity", "1000", "agent-service.redis.command-timeout", "1s"));

	@BeforeEach
	void plant() {
		this.simulator.anthropic().always(answer("Noted: " + PLANTED));
		IntStream.range(0, 5)
			.forEach((turn) -> assertThat(this.service.ada().ask("talk", "My secret is " + PLANTED).status())
				.isEqualTo(200));
	}

	@AfterEach
	void close() throws Exception {
		this.service.close();
		this.simulator.close();
		this.redis.close();
	}

	@Test
	void aRedisThatStandsStillInTheMiddleDelaysItOnly() {
		CompletableFuture<Client.Reply> accepted = CompletableFuture
			.supplyAsync(() -> this.service.ada().delete("/users/me"));
		this.redis.freeze();
		accepted.join();
		this.redis.thaw();
		assertGone();
	}

	@Test
	void aRedisThatRestartsInTheMiddleDelaysItOnly() {
		this.service.ada().delete("/users/me");
		this.redis.kill();
		this.redis.restart();
		assertGone();
	}

	@Test
	void theReceiptWaitsUntilTheFilesHoldNothingAnyMore() {
		String id = this.service.ada().delete("/users/me").text("/id");
		await().until(() -> this.service.ada().get("/erasures/" + id).text("/status").equals("settling"));
		assertThat(this.redis.fileContains(PLANTED)).isTrue();
		this.redis.rewriteFile();
		await().until(() -> this.service.ada().get("/erasures/" + id).text("/status").equals("completed"));
		assertThat(this.service.ada().get("/erasures/" + id).text("/backups/aof_rewritten")).isEqualTo("done");
		assertThat(this.redis.fileContains(PLANTED)).isFalse();
	}

	/** Asked for again it is the one that is open, or, if none was begun, a new one. */
	private void assertGone() {
		await().until(() -> this.service.ada().delete("/users/me").status() == 202);
		String user = this.service.bean(UserTags.class).of("acme", "ada").value();
		await().until(() -> ErasedUser.keys(this.redis, user)
			.stream()
			.allMatch((key) -> key.startsWith("as:{e}:ledger") || ErasedUser.isKept(key)));
	}

}

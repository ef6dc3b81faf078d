package dev.agentservice.endtoend;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs in the background over a Redis as production needs it, which is killed, or loses
 * everything.
 */
@BesideOthers
@Tag("slow")
class DurableStoreTests {

	private static final Logger LOG = LoggerFactory.getLogger(DurableStoreTests.class);

	private static final int RUNS = 20;

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static RedisServer redis;

	private static RunningService service;

	@BeforeAll
	static void start() {
		redis = surroundings.closing(RedisServer.start("--appendonly", "yes", "--appendfsync", "always"));
		service = surroundings.closing(RunningService.start(new ReplicaSettings(redis, surroundings.simulator()),
				Map.of("agent-service.run.async.limit", "2", "agent-service.run.lease", "3s",
						"agent-service.rate-limits.user-requests.capacity", "100000",
						"agent-service.rate-limits.user-reads.capacity", "100000")));
	}

	@BeforeEach
	void answerEverything() {
		surroundings.anthropic().always(answer("Done."));
		await().until(() -> service.ada().ask("Hello.").status() == 200);
	}

	@Test
	void whatWasAcceptedOutlivesItsRedis() {
		List<String> runs = IntStream.range(0, RUNS).mapToObj((_) -> submit()).toList();
		redis.kill();
		redis.restart();
		await().until(() -> service.ada().get("/runs").status() == 200);
		assertThat(runs).allSatisfy((run) -> assertThat(ended(run).text("/result/answer")).isEqualTo("Done."));
	}

	@Test
	void aRedisThatLosesEverythingUnderLoadTakesTheNextRunAtOnce() {
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger submitted = new AtomicInteger();
		List<CompletableFuture<Void>> clients = IntStream.range(0, 4).mapToObj((_) -> CompletableFuture.runAsync(() -> {
			while (!stop.get()) {
				load();
				submitted.incrementAndGet();
			}
		}, (work) -> Thread.ofVirtual().start(work))).toList();
		await().until(() -> submitted.get() > 50);
		redis.flush();
		long since = System.nanoTime();
		Client.Reply accepted = service.ada().submit(Map.of("task", "Still there?"));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		assertThat(ended(accepted.text("/run_id")).text("/result/answer")).isEqualTo("Done.");
		LOG.info("A run ended {} ms after Redis had lost everything under load",
				Duration.ofNanos(System.nanoTime() - since).toMillis());
		stop.set(true);
		clients.forEach(CompletableFuture::join);
	}

	private static void load() {
		try {
			service.bob().submit(Map.of("task", "Load."));
		}
		catch (UncheckedIOException _) {
			// The service has closed a connection that was idle for long.
		}
	}

	private static String submit() {
		Client.Reply accepted = service.ada().submit(Map.of("task", "Do it."));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		return accepted.text("/run_id");
	}

	private static Client.Reply ended(String run) {
		await().atMost(Duration.ofMinutes(1))
			.until(() -> !List.of("queued", "running", "cancelling", "")
				.contains(service.ada().get("/runs/" + run).text("/status")));
		return service.ada().get("/runs/" + run);
	}

}

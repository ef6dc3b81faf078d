package dev.agentservice.endtoend;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.simulator.script.Responses;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica that is told to stop while clients keep asking it, some of whom would wait
 * for ever. Whoever is sent away asks the other one, under the same name.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
class ShutdownUnderLoadTests {

	private static final Logger LOG = LoggerFactory.getLogger(ShutdownUnderLoadTests.class);

	private static final int CLIENTS = 24;

	private static final int STUCK = 6;

	private static final Duration GRACE = Duration.ofSeconds(30);

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static Replica stopping;

	private static Replica staying;

	/** What the replica that stops has answered, by how often. */
	private final Map<String, Integer> answers = new ConcurrentHashMap<>();

	/** What clients got in the end. */
	private final Queue<Client.Reply> ends = new ConcurrentLinkedQueue<>();

	@BeforeAll
	static void start() {
		stopping = startReplica();
		staying = startReplica();
		stopping.awaitReady();
		staying.awaitReady();
	}

	@Test
	void everyRunThatWasAdmittedHasAnHonestEnd() {
		surroundings.anthropic().always(after(Duration.ofMillis(300), answer("Done.")));
		surroundings.anthropic()
			.whenAsked("for ever")
			.next(Stream.generate(Responses::silence).limit(STUCK).toArray(Scripted[]::new));
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			IntStream.range(0, STUCK).forEach((i) -> clients.execute(() -> ask("stuck-" + i, "Think for ever.")));
			IntStream.range(0, CLIENTS).forEach((i) -> clients.execute(() -> askAgainAndAgain("client-" + i)));
			await().until(() -> this.ends.size() > 2 * CLIENTS);
			stopping.terminate();
			await("the replica stops").atMost(Duration.ofMinutes(3)).until(() -> !stopping.alive());
		}
		assertThat(this.answers).as("only those who were stuck were stopped").containsEntry("503 owner_lost", STUCK);
		LOG.atInfo()
			.log("The replica that was stopped has answered {}; {} requests in all", this.answers, this.ends.size());
		assertThat(this.answers.keySet()).isSubsetOf("200 ", "503 overloaded", "503 owner_lost", "no connection");
		assertThat(this.ends).allSatisfy((end) -> assertThat(end.status()).as(end.body()).isEqualTo(200));
		assertThat(Leftovers.of(surroundings.redis())).isEmpty();
	}

	private void askAgainAndAgain(String client) {
		for (int i = 0; stopping.alive(); i++) {
			ask(client + "-" + i, "Answer.");
		}
	}

	private void ask(String name, String task) {
		Client.Reply reply = first(name, task);
		while (reply.status() == 503 || reply.status() == 409) {
			reply = staying.ada().ask(name, Map.of("task", task));
		}
		this.ends.add(reply);
	}

	private Client.Reply first(String name, String task) {
		try {
			Client.Reply reply = stopping.ada().ask(name, Map.of("task", task));
			note(reply.status() + " " + reply.text("/code"));
			return reply;
		}
		catch (UncheckedIOException _) {
			note("no connection");
			return new Client.Reply(503, "");
		}
	}

	private void note(String answer) {
		this.answers.merge(answer, 1, Integer::sum);
	}

	private static Replica startReplica() {
		return surroundings.closing(Replica.start(surroundings.settings(),
				"--spring.lifecycle.timeout-per-shutdown-phase=" + GRACE.toSeconds() + "s",
				"--agent-service.run.shutdown.stop-early=10s", "--agent-service.llm.resilience.first-token=10m",
				"--agent-service.rate-limits.user-requests.capacity=1000000",
				"--agent-service.rate-limits.key-requests.capacity=1000000",
				"--agent-service.rate-limits.user-bytes.capacity=1000000000",
				"--agent-service.rate-limits.key-bytes.capacity=1000000000",
				"--agent-service.rate-limits.user-reads.capacity=1000000",
				"--agent-service.rate-limits.key-reads.capacity=1000000",
				"--agent-service.rate-limits.user-tokens.capacity=1000000000",
				"--agent-service.run.in-flight.user-percent=100", "--agent-service.run.in-flight.tenant-percent=100",
				"--agent-service.storage.user-limit=1TB", "--agent-service.storage.tenant-limit=1TB",
				"--agent-service.budget.user-daily-usd=1000000"));
	}

}

package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.agentservice.support.BesideOthers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class TwoReplicaTests {

	private static final Duration LEASE = Duration.ofSeconds(6);

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static Replica first;

	private static Replica second;

	@BeforeAll
	static void start() {
		first = startReplica();
		second = startReplica();
		first.awaitReady();
		second.awaitReady();
	}

	@Test
	void aConversationAlternatesBetweenReplicasAndKeepsItsHistory() {
		Client one = first.ada();
		Client other = second.ada();
		assertThat(one.ask("alternating", "Hello, my name is Ada.").status()).isEqualTo(200);
		assertThat(other.ask("alternating", "I live in Turin.").status()).isEqualTo(200);
		assertThat(one.ask("alternating", "What is my name?").text("/answer")).contains("Ada");
		assertThat(surroundings.anthropic().requests().getLast().userTexts()).containsExactly("Hello, my name is Ada.",
				"I live in Turin.", "What is my name?");
	}

	@Test
	void fiftyParallelTurnsOfOneSessionNeverInterleave() throws Exception {
		surroundings.anthropic().always(after(Duration.ofMillis(20), answer("Noted.")));
		List<Future<Client.Reply>> replies = new ArrayList<>();
		try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int turn = 0; turn < 50; turn++) {
				Client client = ((turn % 2 == 0) ? first : second).ada();
				Map<String, Object> request = Map.of("task", "turn " + turn, "session_id", "crowded", "on_busy",
						"queue");
				replies.add(clients.submit(() -> client.ask(request)));
			}
		}
		for (Future<Client.Reply> reply : replies) {
			assertThat(reply.get().status()).as(reply.get().body()).isEqualTo(200);
		}
		JsonNode turns = first.ada().get("/sessions/crowded").json().at("/turns");
		assertThat(turns.size()).isEqualTo(50);
		assertThatEachRunSawExactlyTheTurnsBeforeIt();
	}

	@Test
	void aReplicaKilledInATurnBlocksTheSessionNoLongerThanItsLease() {
		surroundings.anthropic().whenAsked("Think for ever").always(silence());
		Replica doomed = startReplica().awaitReady();
		// Its connection breaks with its replica.
		Thread.ofVirtual().uncaughtExceptionHandler((_, _) -> {
		}).start(() -> doomed.ada().ask("orphaned", "Think for ever."));
		await().until(() -> surroundings.anthropic().traffic().inFlight() == 1);
		Client survivor = second.ada();
		Client.Reply busy = survivor.ask("orphaned", "Hello?");
		assertThat(busy.status()).isEqualTo(409);
		assertThat(busy.text("/code")).isEqualTo("session_busy");
		doomed.kill();
		assertThat(turnsEnd("orphaned")).isBetween(Duration.ZERO, LEASE);
		await().until(() -> survivor.ask("orphaned", "Hello?").status() == 200);
	}

	/** After which time the session is free, if nobody renews its turn. */
	private static Duration turnsEnd(String session) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + surroundings.redis().port());
		try {
			RedisCommands<String, String> redis = client.connect().sync();
			List<String> turns = redis.keys("as:{*}:turn:" + session);
			assertThat(turns).hasSizeLessThan(2);
			return turns.isEmpty() ? Duration.ZERO : Duration.ofMillis(Math.max(0, redis.pttl(turns.getFirst())));
		}
		finally {
			client.shutdown();
		}
	}

	/** Each prompt is the prompt before it, one turn longer. */
	private static void assertThatEachRunSawExactlyTheTurnsBeforeIt() {
		List<List<String>> prompts = surroundings.anthropic()
			.requests()
			.stream()
			.map((call) -> call.userTexts())
			.sorted((one, other) -> Integer.compare(one.size(), other.size()))
			.toList();
		assertThat(prompts).hasSize(50);
		for (int turn = 0; turn < 50; turn++) {
			List<String> prompt = prompts.get(turn);
			assertThat(prompt).hasSize(turn + 1);
			assertThat(new HashSet<>(prompt)).hasSize(turn + 1);
			assertThat(prompts.getLast().subList(0, turn + 1)).isEqualTo(prompt);
		}
	}

	private static Replica startReplica() {
		return surroundings.replica("--agent-service.run.lease=" + LEASE.toMillis() + "ms",
				"--agent-service.rate-limits.user-requests.capacity=1000");
	}

}

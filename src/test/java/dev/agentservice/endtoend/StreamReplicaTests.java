package dev.agentservice.endtoend;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Streams whose client is cut off, and whose owner dies or stands still, with replicas
 * that are processes of their own.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
class StreamReplicaTests {

	private static final Duration LEASE = Duration.ofSeconds(3);

	private static final Map<String, Object> QUESTION = Map.of("task", "What is 6*7, and why?");

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings(new LatencyProfile(Duration.ofMillis(20), 100, 0));

	private static Replica second;

	@BeforeAll
	static void start() {
		second = startReplica().awaitReady();
	}

	@Test
	void aClientCutAtAnyEventEndsWithTheSameSequenceOnTheOtherReplica() {
		try (Replica first = startReplica().awaitReady()) {
			Client one = first.ada();
			Client other = second.ada();
			List<String> uncut = words(ask(one).rest());
			assertThat(uncut.size()).isGreaterThan(15);
			for (int cut = 1; cut < uncut.size(); cut++) {
				List<Event> events = new ArrayList<>();
				String runId;
				try (EventStream stream = ask(one)) {
					runId = stream.runId();
					events.addAll(stream.next(cut));
				}
				events.addAll(other.follow(runId, events.getLast().id()).rest());
				assertThat(words(events)).as("cut at event " + cut).isEqualTo(uncut);
				assertThat(events).extracting(Event::id).doesNotHaveDuplicates().isSorted();
			}
		}
	}

	@Test
	void aKilledOwnersRunFailsAndItsRetryPaysFinishedStepsOnce() {
		Client survivor = second.bob();
		surroundings.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), silence());
		String runId;
		List<Event> events = new ArrayList<>();
		try (Replica doomed = startReplica().awaitReady();
				EventStream stream = doomed.bob().stream("killed", QUESTION)) {
			runId = stream.runId();
			// The second model call has begun, so the first is settled.
			events.addAll(stream.next(6));
			await().until(() -> surroundings.anthropic().traffic().inFlight() == 1);
			doomed.kill();
		}
		events.addAll(survivor.follow(runId, events.getLast().id()).rest());
		assertThat(events.getLast().type()).isEqualTo("run.failed");
		assertThat(events.getLast().json().at("/code").asString()).isEqualTo("owner_lost");

		surroundings.anthropic().next(answer("It is 42."));
		List<Event> retried = survivor.stream("killed", QUESTION).rest();
		assertThat(retried.getLast().type()).isEqualTo("run.completed");
		assertThat(retried.getLast().json().at("/run_id").asString()).isEqualTo(runId);
		assertThat(retried.getFirst().id()).isGreaterThan(events.getLast().id());
		assertThat(surroundings.anthropic().requests()).hasSize(3);
		BigDecimal cost = retried.getLast().json().at("/usage/cost_usd").decimalValue();
		try (BudgetBooks books = new BudgetBooks(surroundings.redis())) {
			BudgetBooks.Book book = Objects.requireNonNull(books.runs().get(runId));
			// What the killed call may have cost is reserved until the sweep.
			assertThat(BigDecimal.valueOf(book.spent(), 9)).isEqualByComparingTo(cost);
			assertThat(book.reserved()).isPositive();
		}
	}

	@Test
	void aFrozenOwnerCannotWriteAByteOnceItThaws() {
		surroundings.anthropic().always(after(Duration.ofSeconds(6), answer("Too late.")));
		try (Replica frozen = startReplica().awaitReady(); UserKeys keys = new UserKeys(surroundings.redis())) {
			Client ada = frozen.ada();
			Map<String, Object> request = Map.of("task", "Take your time.", "session_id", "frozen");
			try (EventStream stream = ada.stream(request)) {
				stream.next(2);
				frozen.freeze();
				Client other = second.ada();
				List<Event> events = other.follow(stream.runId(), 2).rest();
				assertThat(events).singleElement()
					.satisfies((event) -> assertThat(event.json().at("/code").asString()).isEqualTo("owner_lost"));
				await().until(() -> surroundings.anthropic().traffic().inFlight() == 0);
				Map<String, String> before = keys.dump();
				frozen.thaw();
				await().until(() -> frozen.metrics().contains("agent_runs_seconds_count{agent=\"assistant\""));
				assertThat(keys.dump()).isEqualTo(before);
			}
		}
	}

	private static EventStream ask(Client client) {
		surroundings.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")),
					answer("Six times seven is forty-two, because that is what six sevens add up to."));
		return client.stream(QUESTION);
	}

	/** The events without what differs from run to run. */
	private static List<String> words(List<Event> events) {
		return events.stream()
			.map((event) -> event.id() + " " + event.type() + " "
					+ event.data()
						.replaceAll("\"run_id\":\"[^\"]*\"", "\"run_id\":\"\"")
						.replaceAll("\"(ms|planning|tool_execution|response_generation|total)\":\\d+", "\"$1\":0"))
			.toList();
	}

	private static Replica startReplica() {
		return surroundings.replica("--agent-service.run.lease=" + LEASE.toMillis() + "ms",
				"--agent-service.rate-limits.user-requests.capacity=1000");
	}

}

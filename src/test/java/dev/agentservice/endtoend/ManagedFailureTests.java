package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.support.Promised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of a run when its loop at OpenAI fails, breaks off or is not wanted. */
class ManagedFailureTests {

	@RegisterExtension
	static final ManagedService service = ManagedService.shared();

	static Stream<List<Act>> failures() {
		return Stream.of(List.of(new Act.Refuse(500)), List.of(new Act.Refuse(429)), List.of(new Act.Refuse(401)),
				List.of(new Act.Fail("server_error")), List.of(Act.say("Half"), new Act.Fail("server_error")),
				List.of(new Act.Queue()));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void ourOwnLoopTakesOver(List<Act> failure) {
		service.responses().next(failure.toArray(Act[]::new));
		service.openai().next(answer("By myself."));
		Client.Reply reply = service.ask("managed", "Hello?");
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("By myself.");
		assertThat(reply.json().at("/notices/0").asString()).isEqualTo("runtime_fallback");
		assertThat(service.responses().requests()).hasSize(1);
		await().untilAsserted(() -> assertThat(service.responses().kept()).isEmpty());
		assertNothingReserved();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void withoutOneTheRunFails(List<Act> failure) {
		service.responses().next(failure.toArray(Act[]::new));
		Client.Reply reply = service.ask("alone", "Hello?");
		assertThat(reply.text("/code")).isIn("models_unavailable", "models_refused");
		assertThat(service.openai().requests()).isEmpty();
	}

	@Test
	void aResponseThatFailsBeforeAWordCostsNothing() {
		long before = spent();
		service.responses().next(new Act.Fail("server_error"));
		service.ask("alone", "Hello?");
		assertThat(spent()).isEqualTo(before);
		service.responses().next(Act.say("Some of it"), new Act.Fail("server_error"));
		service.ask("alone", "Hello?");
		assertThat(spent()).isGreaterThan(before);
	}

	private static long spent() {
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			await().until(() -> books.openReservations() == 0);
			return books.users().stream().mapToLong(BudgetBooks.Book::spent).sum();
		}
	}

	@Test
	void whatWasToldBeforeIsTakenBack() {
		service.responses()
			.next(Act.say("This much of the answer ", "is there. ", "And then"), new Act.Fail("server_error"));
		service.openai().next(answer("By myself."));
		try (EventStream events = service.ada().stream(Map.of("task", "Hello?", "agent", "managed"))) {
			List<Event> all = events.rest();
			assertThat(all).extracting(Event::type)
				.containsSubsequence("answer.delta", "answer.reset", "answer.delta", "run.completed");
			assertThat(all.getLast().data()).contains("\"answer\":\"By myself.\"");
		}
	}

	@Test
	void afterASideEffectTheRunFailsAndNothingIsDoneTwice() {
		service.responses().next(Act.call("call_1", "pay_out", "{\"wallet\": \"a\"}")).next(new Act.Refuse(500));
		Client.Reply reply = service.ask("payer", "Pay a.");
		assertThat(reply.text("/code")).as(reply.body()).isEqualTo("models_unavailable");
		assertThat(service.tools().paid).containsExactly("a");
		assertThat(service.openai().requests()).isEmpty();
	}

	@Test
	void aStreamThatBreaksIsReadAgainBehindItsLastEvent() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		service.responses().next(Act.say("It "), Act.await(released), Act.say("is 42."), Act.use(10, 10));
		try (EventStream events = service.ada().stream(Map.of("task", "Hello?", "agent", "managed"))) {
			List<Event> begun = events.next(3);
			assertThat(begun.getLast().type()).isEqualTo("answer.delta");
			service.responses().cutStreams();
			await()
				.until(() -> service.responses().calls().stream().anyMatch((call) -> call.contains("starting_after")));
			released.complete(null);
			assertThat(events.rest().getLast().data()).contains("\"answer\":\"It is 42.\"");
		}
		assertThat(service.responses().requests()).hasSize(1);
	}

	@Test
	void whatTheProviderHasForgottenIsLostAndChargedInFull() {
		service.responses().next(new Act.Hang());
		CompletableFuture<Client.Reply> reply = CompletableFuture.supplyAsync(() -> service.ask("alone", "Hello?"),
				Thread::startVirtualThread);
		await().until(() -> !service.responses().kept().isEmpty());
		service.responses().expireAll();
		assertThat(reply.join().text("/code")).as(reply.join().body()).isEqualTo("owner_lost");
		assertThat(service.openai().requests()).isEmpty();
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			assertThat(books.users()).anySatisfy((book) -> assertThat(book.spent()).isPositive());
		}
	}

	@Test
	void aCancelledRunIsStoppedAtTheProviderWithinASecond() {
		Promised.within(Duration.ofSeconds(1), () -> {
			service.responses().next(new Act.Hang());
			try (EventStream events = service.ada().stream(Map.of("task", "Hello?", "agent", "managed"))) {
				events.next(2);
				await().until(() -> !service.responses().kept().isEmpty());
				service.ada().cancel(events.runId());
				return Promised.time(ManagedFailureTests::awaitCancelled);
			}
		});
		await().untilAsserted(() -> assertThat(service.responses().kept()).isEmpty());
		assertNothingReserved();
	}

	@Test
	void aRunWhoseClientHasLeftIsStoppedThereToo() {
		Promised.within(Duration.ofSeconds(5), () -> {
			service.responses().next(new Act.Hang());
			try (EventStream events = service.ada().stream(Map.of("task", "Hello?", "agent", "managed"))) {
				events.next(2);
				await().until(() -> !service.responses().kept().isEmpty());
			}
			return Promised.time(ManagedFailureTests::awaitCancelled);
		});
		await().untilAsserted(() -> assertThat(service.responses().kept()).isEmpty());
	}

	@Test
	void aReplicaThatStopsStopsWhatCannotGoOnElsewhere() {
		RunningService leaving = service.another(Map.of("spring.lifecycle.timeout-per-shutdown-phase", "2s",
				"agent-service.run.shutdown.stop-early", "1900ms"));
		service.responses().next(new Act.Hang());
		CompletableFuture<Client.Reply> reply = CompletableFuture.supplyAsync(
				() -> leaving.ada().ask(Map.of("task", "Hello?", "agent", "managed")), Thread::startVirtualThread);
		await().until(() -> !service.responses().kept().isEmpty());
		leaving.close();
		assertThat(reply.join().text("/code")).as(reply.join().body()).isEqualTo("owner_lost");
		awaitCancelled();
		await().untilAsserted(() -> assertThat(service.responses().kept()).isEmpty());
	}

	private static void awaitCancelled() {
		await().until(() -> service.responses().calls().stream().anyMatch((call) -> call.endsWith("/cancel")));
	}

	private static void assertNothingReserved() {
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			await().until(() -> books.openReservations() == 0);
			assertThat(books.users()).allSatisfy((book) -> assertThat(book.reserved()).isZero());
		}
	}

}

package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.support.Promised;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What becomes of a run when its loop at a provider fails, breaks off or is not wanted.
 */
class ManagedFailureTests {

	@RegisterExtension
	static final ManagedService service = ManagedService.shared();

	static Stream<Arguments> failures() {
		List<List<Act>> failures = List.of(List.of(new Act.Refuse(500)), List.of(new Act.Refuse(429)),
				List.of(new Act.Refuse(401)), List.of(new Act.Fail("server_error")),
				List.of(Act.say("Half"), new Act.Fail("server_error")), List.of(new Act.Queue()));
		return Arrays.stream(ManagedBy.values())
			.flatMap((provider) -> failures.stream().map((failure) -> Arguments.of(provider, failure)));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void ourOwnLoopTakesOver(ManagedBy provider, List<Act> failure) {
		provider.loops(service).next(failure.toArray(Act[]::new));
		provider.models(service).next(answer("By myself."));
		Client.Reply reply = service.ask(provider, "managed", "Hello?");
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("By myself.");
		assertThat(reply.json().at("/notices/0").asString()).isEqualTo("runtime_fallback");
		assertThat(provider.loops(service).requests()).hasSize(1);
		await().untilAsserted(() -> assertThat(provider.loops(service).kept()).isEmpty());
		assertNothingReserved();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void withoutOneTheRunFails(ManagedBy provider, List<Act> failure) {
		provider.loops(service).next(failure.toArray(Act[]::new));
		Client.Reply reply = service.ask(provider, "alone", "Hello?");
		assertThat(reply.text("/code")).isIn("models_unavailable", "models_refused");
		assertThat(provider.models(service).requests()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aResponseThatFailsBeforeAWordCostsNothing(ManagedBy provider) {
		long before = spent();
		provider.loops(service).next(new Act.Fail("server_error"));
		service.ask(provider, "alone", "Hello?");
		assertThat(spent()).isEqualTo(before);
		provider.loops(service).next(Act.say("Some of it"), new Act.Fail("server_error"));
		service.ask(provider, "alone", "Hello?");
		assertThat(spent()).isGreaterThan(before);
	}

	private static long spent() {
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			await().until(() -> books.openReservations() == 0);
			return books.users().stream().mapToLong(BudgetBooks.Book::spent).sum();
		}
	}

	@ParameterizedTest
	@EnumSource
	void whatWasToldBeforeIsTakenBack(ManagedBy provider) {
		provider.loops(service)
			.next(Act.say("This much of the answer ", "is there. ", "And then"), new Act.Fail("server_error"));
		provider.models(service).next(answer("By myself."));
		try (EventStream events = service.ada().stream(Map.of("task", "Hello?", "agent", provider.agent("managed")))) {
			List<Event> all = events.rest();
			assertThat(all).extracting(Event::type)
				.containsSubsequence("answer.delta", "answer.reset", "answer.delta", "run.completed");
			assertThat(all.getLast().data()).contains("\"answer\":\"By myself.\"");
		}
	}

	@ParameterizedTest
	@EnumSource
	void afterASideEffectTheRunFailsAndNothingIsDoneTwice(ManagedBy provider) {
		provider.loops(service)
			.next(Act.call("call_1", "pay_out", "{\"wallet\": \"a\"}"))
			.next((provider == ManagedBy.OPENAI) ? new Act.Refuse(500) : new Act.Fail("server_error"));
		Client.Reply reply = service.ask(provider, "payer", "Pay a.");
		assertThat(reply.text("/code")).as(reply.body()).isEqualTo("models_unavailable");
		assertThat(service.tools().paid).containsExactly("a");
		assertThat(provider.models(service).requests()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void aStreamThatBreaksIsReadAgainBehindItsLastEvent(ManagedBy provider) {
		CompletableFuture<Void> released = new CompletableFuture<>();
		provider.loops(service).next(Act.say("It "), Act.await(released), Act.say("is 42."), Act.use(10, 10));
		try (EventStream events = service.ada().stream(Map.of("task", "Hello?", "agent", provider.agent("managed")))) {
			List<Event> begun = events.next(3);
			assertThat(begun.getLast().type()).isEqualTo("answer.delta");
			provider.loops(service).cutStreams();
			await().until(() -> streams(provider) == 2);
			released.complete(null);
			assertThat(events.rest().getLast().data()).contains("\"answer\":\"It is 42.\"");
		}
		assertThat(provider.loops(service).requests()).hasSize(1);
	}

	/** How often a stream was opened. */
	private static long streams(ManagedBy provider) {
		return provider.loops(service)
			.calls()
			.stream()
			.filter((call) -> call.contains("stream") || call.equals("POST /v1/responses"))
			.count();
	}

	@ParameterizedTest
	@EnumSource
	void whatTheProviderHasForgottenIsLostAndChargedInFull(ManagedBy provider) {
		provider.loops(service).next(new Act.Hang());
		CompletableFuture<Client.Reply> reply = CompletableFuture
			.supplyAsync(() -> service.ask(provider, "alone", "Hello?"), Thread::startVirtualThread);
		await().until(() -> !provider.loops(service).kept().isEmpty());
		provider.loops(service).expireAll();
		assertThat(reply.join().text("/code")).as(reply.join().body()).isEqualTo("owner_lost");
		assertThat(provider.models(service).requests()).isEmpty();
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			assertThat(books.users()).anySatisfy((book) -> assertThat(book.spent()).isPositive());
		}
	}

	@ParameterizedTest
	@EnumSource
	void aCancelledRunIsStoppedAtTheProviderWithinASecond(ManagedBy provider) {
		Promised.within(Duration.ofSeconds(1), () -> {
			provider.loops(service).next(new Act.Hang());
			try (EventStream events = service.ada()
				.stream(Map.of("task", "Hello?", "agent", provider.agent("managed")))) {
				events.next(2);
				await().until(() -> !provider.loops(service).kept().isEmpty());
				service.ada().cancel(events.runId());
				return Promised.time(() -> awaitStopped(provider));
			}
		});
		await().untilAsserted(() -> assertThat(provider.loops(service).kept()).isEmpty());
		assertNothingReserved();
	}

	@ParameterizedTest
	@EnumSource
	void aRunWhoseClientHasLeftIsStoppedThereToo(ManagedBy provider) {
		Promised.within(Duration.ofSeconds(5), () -> {
			provider.loops(service).next(new Act.Hang());
			try (EventStream events = service.ada()
				.stream(Map.of("task", "Hello?", "agent", provider.agent("managed")))) {
				events.next(2);
				await().until(() -> !provider.loops(service).kept().isEmpty());
			}
			return Promised.time(() -> awaitStopped(provider));
		});
		await().untilAsserted(() -> assertThat(provider.loops(service).kept()).isEmpty());
	}

	@ParameterizedTest
	@EnumSource
	void aReplicaThatStopsStopsWhatCannotGoOnElsewhere(ManagedBy provider) {
		RunningService leaving = service.another(Map.of("spring.lifecycle.timeout-per-shutdown-phase", "2s",
				"agent-service.run.shutdown.stop-early", "1900ms"));
		provider.loops(service).next(new Act.Hang());
		CompletableFuture<Client.Reply> reply = CompletableFuture.supplyAsync(
				() -> leaving.ada().ask(Map.of("task", "Hello?", "agent", provider.agent("managed"))),
				Thread::startVirtualThread);
		await().until(() -> !provider.loops(service).kept().isEmpty());
		leaving.close();
		assertThat(reply.join().text("/code")).as(reply.join().body()).isEqualTo("owner_lost");
		awaitStopped(provider);
		await().untilAsserted(() -> assertThat(provider.loops(service).kept()).isEmpty());
	}

	private static void awaitStopped(ManagedBy provider) {
		await().until(() -> provider.loops(service).hasStopped());
	}

	private static void assertNothingReserved() {
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			await().until(() -> books.openReservations() == 0);
			assertThat(books.users()).allSatisfy((book) -> assertThat(book.reserved()).isZero());
		}
	}

}

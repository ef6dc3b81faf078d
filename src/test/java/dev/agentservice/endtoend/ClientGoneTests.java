package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Promised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that leaves and whose service allows no grace: the provider notices, and the
 * money comes back.
 */
@BesideOthers
class ClientGoneTests {

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest(new LatencyProfile(Duration.ofMillis(20), 50, 0))
		.with("agent-service.run.events.client-grace", "0s");

	@Test
	void whileTextFlowsTheProvidersConnectionClosesWithinASecond() {
		Promised.within(Duration.ofSeconds(1), () -> {
			service.anthropic().next(answer("All work and no play makes Jack a dull boy. ".repeat(500)));
			try (EventStream stream = service.ada().stream(Map.of("task", "Write a novel."))) {
				stream.next(10);
				assertThat(service.anthropic().traffic().inFlight()).isEqualTo(1);
			}
			return Promised.time(ClientGoneTests::awaitNoModelCall);
		});
		assertThatNothingIsReserved();
	}

	@Test
	void inSilenceTheProvidersConnectionClosesWithinFiveSeconds() {
		Promised.within(Duration.ofSeconds(5), () -> {
			service.anthropic().next(silence());
			try (EventStream stream = service.ada().stream(Map.of("task", "Think."))) {
				stream.next(2);
				await().until(() -> service.anthropic().traffic().inFlight() == 1);
			}
			return Promised.time(ClientGoneTests::awaitNoModelCall);
		});
		assertThatNothingIsReserved();
	}

	private static void awaitNoModelCall() {
		await().until(() -> service.anthropic().traffic().inFlight() == 0);
	}

	private static void assertThatNothingIsReserved() {
		try (BudgetBooks books = new BudgetBooks(service.redis())) {
			await().until(() -> books.openReservations() == 0);
			assertThat(books.users()).allSatisfy((book) -> assertThat(book.reserved()).isZero());
		}
	}

}

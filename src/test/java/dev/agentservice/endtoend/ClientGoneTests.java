package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.script.LatencyProfile;
import dev.agentservice.simulator.Simulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client that leaves and whose service allows no grace: the provider notices, and the
 * money comes back.
 */
class ClientGoneTests {

	private static RedisServer redis;

	private static Simulator simulator;

	private static RunningService service;

	private static Client ada;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		simulator = Simulator.start(0, new LatencyProfile(Duration.ofMillis(20), 50, 0));
		service = RunningService.start(new ReplicaSettings(redis, simulator),
				Map.of("agent-service.run.events.client-grace", "0s"));
		ada = service.client(ReplicaSettings.ADAS_KEY);
	}

	@AfterEach
	void clear() {
		simulator.clear();
	}

	@AfterAll
	static void stop() {
		service.close();
		simulator.close();
		redis.close();
	}

	@Test
	void whileTextFlowsTheProvidersConnectionClosesWithinASecond() {
		simulator.anthropic().next(answer("All work and no play makes Jack a dull boy. ".repeat(100)));
		try (EventStream stream = ada.stream(Map.of("task", "Write a novel."))) {
			stream.next(10);
			assertThat(simulator.anthropic().traffic().inFlight()).isEqualTo(1);
		}
		await().atMost(Duration.ofSeconds(1)).until(() -> simulator.anthropic().traffic().inFlight() == 0);
		assertThatNothingIsReserved();
	}

	@Test
	void inSilenceTheProvidersConnectionClosesWithinFiveSeconds() {
		simulator.anthropic().next(silence());
		try (EventStream stream = ada.stream(Map.of("task", "Think."))) {
			stream.next(2);
			await().until(() -> simulator.anthropic().traffic().inFlight() == 1);
		}
		await().atMost(Duration.ofSeconds(5)).until(() -> simulator.anthropic().traffic().inFlight() == 0);
		assertThatNothingIsReserved();
	}

	private static void assertThatNothingIsReserved() {
		try (BudgetBooks books = new BudgetBooks(redis)) {
			await().atMost(Duration.ofSeconds(5)).until(() -> books.openReservations() == 0);
			assertThat(books.users()).allSatisfy((book) -> assertThat(book.reserved()).isZero());
		}
	}

}

package dev.agentservice.endtoend.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Leftovers;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A user who tries to hold all places of a replica, beside one who only wants to ask
 * something.
 */
@BesideOthers
class SharedPlacesTests {

	private static final int PLACES = 8;

	private static final int SHARE = 2;

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.run.in-flight.limit", PLACES)
		.with("agent-service.run.in-flight.max-queued", 20)
		.with("agent-service.run.in-flight.user-percent", 25)
		.with("agent-service.run.in-flight.tenant-percent", 100)
		.with("agent-service.run.lease", "5m");

	private final String session = "slow-" + System.nanoTime();

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

	@AfterEach
	void nothingIsLeft() {
		this.released.complete(null);
		this.clients.close();
		assertThat(figure("agent_inflight", "")).isZero();
		assertThat(figure("agent_queued", "")).isZero();
		assertThat(Leftovers.of(service.redis())).isEmpty();
	}

	@Test
	void whoWaitsForASlowRunOfTheSameSessionKeepsNobodyElseFromBeingServed() {
		service.anthropic().whenAsked("Drag it out").next(held(this.released, answer("At last.")));
		service.anthropic().always(answer("Served."));
		Future<Client.Reply> slow = ask(service.ada(), "Drag it out");
		await().until(() -> service.anthropic().traffic().inFlight() == 1);
		List<Future<Client.Reply>> queued = queueUp(5);
		await("places taken").until(() -> figure("agent_inflight", "") == 1);
		for (int i = 0; i < PLACES; i++) {
			assertThat(service.bob().ask("Have you a moment?").status()).isEqualTo(200);
		}
		this.released.complete(null);
		assertThat(join(slow).status()).isEqualTo(200);
		assertThat(queued).allSatisfy((reply) -> assertThat(join(reply).status()).isEqualTo(200));
		assertThat(service.ada().get("/sessions/" + this.session).json().at("/turns").size()).isEqualTo(6);
	}

	@Test
	void aUserGetsNoMoreThanTheirShareOfThePlacesAndIsToldThatItIsTheirs() {
		service.anthropic().always(answer("Served."));
		service.anthropic().whenAsked("Hold on").always(held(this.released, answer("Held.")));
		List<Future<Client.Reply>> held = new ArrayList<>();
		for (int i = 0; i < SHARE; i++) {
			held.add(this.clients.submit(() -> service.ada().ask("Hold on")));
		}
		await().until(() -> service.anthropic().requests().size() == SHARE);
		double admissions = admissions();
		RawHttp.Answer refused = service.ask(Map.of("task", "One more"));
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.headers()).containsEntry("retry-after", "1").doesNotContainKey("ratelimit");
		assertThat(refused.member("code")).isEqualTo("rate_limited");
		assertThat(refused.member("limit")).isEqualTo("user-runs");
		assertThat(admissions()).as("cost Redis nothing").isEqualTo(admissions);
		assertThat(figure("agent_overload_rejections_total", "reason=\"user_share\"")).isEqualTo(1);
		assertThat(service.bob().ask("And I?").status()).isEqualTo(200);
		this.released.complete(null);
		assertThat(held).allSatisfy((reply) -> assertThat(join(reply).status()).isEqualTo(200));
		assertThat(service.ada().ask("Now?").status()).isEqualTo(200);
	}

	@Test
	void noMoreThanAUsersShareOfTheRunsThatMayWaitWaits() {
		service.anthropic().whenAsked("Drag it out").next(held(this.released, answer("At last.")));
		service.anthropic().always(answer("Served."));
		Future<Client.Reply> slow = ask(service.ada(), "Drag it out");
		await().until(() -> service.anthropic().traffic().inFlight() == 1);
		List<Future<Client.Reply>> queued = queueUp(5);
		Client.Reply refused = join(ask(service.ada(), "And me."));
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.text("/limit")).isEqualTo("user-queued-runs");
		this.released.complete(null);
		assertThat(join(slow).status()).isEqualTo(200);
		queued.forEach(SharedPlacesTests::join);
	}

	@Test
	void aRunThatIsCancelledGivesItsTurnToTheNextAndItsPlaceToWhoever() {
		service.anthropic().whenAsked("Drag it out").next(held(this.released, answer("Never.")));
		service.anthropic().always(answer("Served."));
		Future<Client.Reply> slow = ask(service.ada(), "Drag it out");
		await().until(() -> service.anthropic().traffic().inFlight() == 1);
		Future<Client.Reply> next = ask(service.ada(), "After that");
		await().until(() -> figure("agent_queued", "") == 1);
		String run = service.ada().get("/runs?status=running").text("/runs/0/run_id");
		assertThat(service.ada().cancel(run).status()).isEqualTo(202);
		assertThat(join(slow).text("/code")).isEqualTo("run_cancelled");
		assertThat(join(next).text("/answer")).isEqualTo("Served.");
	}

	/** One by one: for a moment each has a place, and ada has only two. */
	private List<Future<Client.Reply>> queueUp(int count) {
		List<Future<Client.Reply>> queued = new ArrayList<>();
		for (int i = 1; i <= count; i++) {
			queued.add(ask(service.ada(), "After that, number " + i));
			int waiting = i;
			await().until(() -> figure("agent_queued", "") == waiting);
		}
		return queued;
	}

	private Future<Client.Reply> ask(Client client, String task) {
		return this.clients
			.submit(() -> client.ask(Map.of("task", task, "session_id", this.session, "on_busy", "queue")));
	}

	private static Client.Reply join(Future<Client.Reply> reply) {
		try {
			return reply.get();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private static double admissions() {
		return figure("agent_redis_seconds_count", "script=\"run-admit\"")
				+ figure("agent_redis_seconds_count", "script=\"live-announce\"");
	}

	private static double figure(String name, String label) {
		return service.metrics()
			.lines()
			.filter((line) -> line.startsWith(name + "{") && line.contains(label))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

}

package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.agentservice.endtoend.Client.Reply;
import dev.agentservice.endtoend.secrets.TraceReceiver;
import dev.agentservice.simulator.script.Traffic;
import dev.agentservice.simulator.usage.Billing;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A user is erased while runs of all kinds are at work at two replicas.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.CRASHES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureReplicaTests {

	private static final String PLANTED = "zebrafinch-4711";

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

	private static final Logger LOG = LoggerFactory.getLogger(ErasureReplicaTests.class);

	/** More than a call of these runs puts aside, in nano-USD. */
	private static final long MOST_PUT_ASIDE = 2_000_000;

	private static final int INSTANTS = Integer.getInteger("erasure.instants", 2);

	/**
	 * What these log at TRACE while a replica starts: megabytes, and nothing of users.
	 */
	private static final List<String> BEFORE_USERS = List.of("org.springframework.beans", "org.springframework.boot",
			"org.springframework.context", "org.hibernate.validator");

	private static TraceReceiver traces;

	private static Replica first;

	private static Replica second;

	@BeforeAll
	static void start() {
		ErasedUser.keepFile(surroundings.redis());
		traces = surroundings.closing(new TraceReceiver());
		first = startReplica();
		second = startReplica();
		first.awaitReady();
		second.awaitReady();
		// From now on values are not compressed, in files and in dumps.
		surroundings.redis().save();
	}

	@AfterAll
	static void stop() {
		clients.close();
	}

	@Test
	@Order(1)
	void nothingOfRunsAtWorkAtEitherReplicaIsLeft() throws Exception {
		surroundings.anthropic().always(answer("Noted."));
		assertThat(first.bob().ask("talk", "I am Bob.").status()).isEqualTo(200);
		Crowd crowd = new Crowd();
		try (UserKeys keys = new UserKeys(surroundings.redis())) {
			Map<String, String> bobs = keys.dump();
			crowd.gather();
			int asked = surroundings.anthropic().requests().size();
			Reply accepted = second.ada().delete("/users/me");
			crowd.assertErased();
			assertGone(second.ada(), accepted);
			assertThat(surroundings.anthropic().requests()).hasSize(asked);
			assertThat(keys.dump()).containsAllEntriesOf(bobs);
			assertThat(first.bob().get("/sessions/talk").text("/turns/0/run_id")).isNotEmpty();
		}
	}

	/** More instants: {@code -Derasure.instants=20}. */
	@Test
	@Order(2)
	void whateverTheInstantNoKeyNoByteAndNoCallIsLeft() throws Exception {
		Client officer = second.client(ErasedUser.PRIVACY_KEY);
		Random random = new Random();
		Money before = Money.settled();
		long punctual = 0;
		try (UserKeys keys = new UserKeys(surroundings.redis())) {
			Map<String, String> bobs = keys.dump();
			for (int instant = 0; instant < INSTANTS; instant++) {
				ErasureCrowd crowd = new ErasureCrowd(surroundings.anthropic(), List.of(first, second), random);
				crowd.gather(random.nextInt(1, 60));
				// Whoever asks again would be a new user otherwise.
				Reply accepted = officer.delete("/users/ada", "{\"block\": true}");
				long fenced = System.nanoTime();
				awaitSettled(officer, accepted);
				long settled = System.nanoTime();
				crowd.end();
				assertThat(ErasedUser.keys(surroundings.redis(), accepted.text("/user")))
					.allMatch((key) -> ErasedUser.isKept(key) || key.endsWith("}:erasing"));
				assertThat(crowd.callsAfter(settled)).isZero();
				punctual += (crowd.callsAfter(fenced + Duration.ofSeconds(1).toNanos()) == 0) ? 1 : 0;
				assertThat(keys.dump()).containsAllEntriesOf(bobs).hasSameSizeAs(bobs);
				assertThat(officer.delete("/users/ada/block").status()).isEqualTo(204);
			}
		}
		// A machine may stand still once.
		assertThat(punctual).isGreaterThanOrEqualTo(INSTANTS - 1);
		assertNothingPlantedIsLeft();
		assertTheBooksAreTheBill(before);
	}

	private static void assertNothingPlantedIsLeft() {
		ErasedUser.rewriteFile(surroundings.redis());
		surroundings.redis().save();
		await().until(() -> traces.received().contains("http post /agent"));
		assertThat(first.log()).contains("\"level\":\"TRACE\"");
		assertThat(ErasureCrowd.PLANTED).noneMatch(surroundings.redis()::fileContains)
			.noneMatch((first.log() + second.log() + traces.received())::contains);
	}

	/**
	 * What providers reported is their bill, and not a token more. A call that was cut
	 * before its end is charged as what had been put aside for it, since nobody knows its
	 * cost; there are no more such calls than were cut, and so no bill is above the
	 * books.
	 */
	private static void assertTheBooksAreTheBill(Money before) {
		Money now = Money.settled();
		long spent = now.spent() - before.spent();
		long unreported = now.unreported() - before.unreported();
		Billing billing = surroundings.simulator().billing();
		long billed = PriceList.shipped().nanoUsd(billing);
		Traffic traffic = surroundings.anthropic().traffic();
		long calls = traffic.requests();
		long cut = calls - billing.total().calls() + traffic.clientsLeft();
		LOG.info("nano-USD: spent {}, of which unreported {}; billed {} in {} calls, {} cut", spent, unreported, billed,
				calls, cut);
		assertThat(spent - unreported).isLessThanOrEqualTo(billed + calls);
		assertThat(spent).isGreaterThanOrEqualTo(billed);
		assertThat(unreported).isLessThanOrEqualTo(cut * MOST_PUT_ASIDE);
	}

	@Test
	@Order(3)
	void anotherReplicaGoesOnWhenTheErasingOneIsKilled() throws Exception {
		Crowd crowd = new Crowd();
		crowd.gather();
		Reply accepted = second.ada().delete("/users/me");
		second.kill();
		crowd.release();
		assertGone(first.ada(), accepted);
	}

	private static void assertGone(Client client, Reply accepted) {
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		awaitSettled(client, accepted);
		assertThat(ErasedUser.keys(surroundings.redis(), accepted.text("/user"))).allMatch(ErasedUser::isKept);
		ErasedUser.rewriteFile(surroundings.redis());
		surroundings.redis().save();
		assertThat(surroundings.redis().fileContains(PLANTED)).isFalse();
		assertThat(surroundings.redis().fileContains("talk")).isTrue();
	}

	private static void awaitSettled(Client client, Reply accepted) {
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		await()
			.until(() -> client.get("/erasures/" + accepted.text("/id")).text("/status").matches("settling|completed"));
	}

	private static Replica startReplica() {
		String key = "--agent-service.identity.api-keys[4].";
		List<String> options = new ArrayList<>();
		BEFORE_USERS.forEach((logger) -> options.add("--logging.level." + logger + "=info"));
		options.addAll(List.of("--logging.level.root=trace", "--management.tracing.sampling.probability=1",
				"--management.opentelemetry.tracing.export.otlp.endpoint=" + traces.endpoint(),
				"--management.opentelemetry.tracing.export.schedule-delay=50ms", key + "name=privacy",
				key + "sha256=" + ErasedUser.PRIVACY_SHA, key + "tenant=acme", key + "user=petra",
				key + "scopes=privacy", "--agent-service.run.lease=5m",
				"--agent-service.rate-limits.user-requests.capacity=100000",
				"--agent-service.rate-limits.user-reads.capacity=100000",
				"--agent-service.rate-limits.key-requests.capacity=100000",
				"--agent-service.rate-limits.user-tokens.capacity=100000000",
				"--agent-service.rate-limits.user-bytes.capacity=1000000000",
				"--agent-service.rate-limits.key-bytes.capacity=1000000000",
				"--agent-service.run.in-flight.user-percent=100"));
		return surroundings
			.closing(Replica.start(surroundings.settings().withJsonLogs(), options.toArray(String[]::new)));
	}

	/** Runs at work, runs that wait for a turn, and queued ones, at both replicas. */
	private static final class Crowd {

		private static final int AT_WORK = 8;

		private final CompletableFuture<Void> released = new CompletableFuture<>();

		private final List<Future<Reply>> replies = new ArrayList<>();

		private final List<EventStream> streams = new ArrayList<>();

		void gather() {
			surroundings.anthropic().always(held(this.released, answer("Noted: " + PLANTED)));
			for (int run = 0; run < AT_WORK / 2; run++) {
				Client client = ((run % 2 == 0) ? first : second).ada();
				String session = "work-" + run;
				this.replies.add(clients.submit(() -> client.ask(session, PLANTED)));
				this.streams.add(client.stream(Map.of("task", PLANTED, "session_id", "stream-" + run)));
			}
			await().until(() -> surroundings.anthropic().traffic().inFlight() == AT_WORK);
			for (int run = 0; run < AT_WORK / 2; run++) {
				Client client = ((run % 2 == 0) ? second : first).ada();
				String session = "work-" + run;
				this.replies.add(clients
					.submit(() -> client.ask(Map.of("task", PLANTED, "session_id", session, "on_busy", "queue"))));
				assertThat(client.submit(Map.of("task", PLANTED, "session_id", session, "on_busy", "queue")).status())
					.isEqualTo(202);
			}
			await().until(() -> waiting(first) + waiting(second) == AT_WORK / 2);
		}

		void assertErased() throws Exception {
			for (Future<Reply> reply : this.replies) {
				assertThat(reply.get().status()).as(reply.get().body()).isEqualTo(410);
				assertThat(reply.get().text("/code")).isEqualTo("erased");
			}
			for (EventStream stream : this.streams) {
				assertThat(stream.rest().getLast().json().at("/code").asString()).isEqualTo("erased");
				stream.close();
			}
			release();
		}

		void release() {
			this.released.complete(null);
		}

		private static long waiting(Replica replica) {
			return replica.metrics()
				.lines()
				.filter((line) -> line.startsWith("agent_queued{"))
				.mapToLong((line) -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
				.sum();
		}

	}

	/**
	 * What all users spent, in nano-USD.
	 *
	 * @param spent all of it
	 * @param unreported what of it no provider reported
	 */
	private record Money(long spent, long unreported) {

		/** When nothing is put aside any more. */
		static Money settled() {
			try (BudgetBooks books = new BudgetBooks(surroundings.redis())) {
				await().until(() -> books.openReservations() == 0);
				return new Money(books.users().stream().mapToLong(BudgetBooks.Book::spent).sum(),
						books.users().stream().mapToLong(BudgetBooks.Book::unreported).sum());
			}
		}

	}

}

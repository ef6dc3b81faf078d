package dev.agentservice.endtoend.attack;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.ServicePorts;
import dev.agentservice.endtoend.Surroundings;
import dev.agentservice.support.RawHttp.Answer;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replica in a process of its own, with a small heap, which ends when that is full. All
 * classes that attack it share one; nobody but {@link #OVER_THE_LIMIT} meets a limit of
 * requests or bytes, since what a limit refuses is not read.
 */
final class AttackedReplica extends Surroundings implements ServicePorts {

	/** A key that may name its users, and has made its only request of the day. */
	static final String OVER_THE_LIMIT = ReplicaSettings.BACKENDS_KEY;

	private static final AttackedReplica SHARED = new AttackedReplica();

	private static final List<String> JVM = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1");

	private static final String[] OPTIONS = Stream
		.of("rate-limits.user-requests.capacity=1000000", "rate-limits.user-bytes.capacity=1000000000",
				"rate-limits.key-bytes.capacity=1000000000", "rate-limits.user-tokens.capacity=1000000000",
				"rate-limits.user-reads.capacity=1000000", "rate-limits.key-reads.capacity=1000000",
				"rate-limits.key-requests.capacity=1000000", "rate-limits.key-requests.period=1d",
				"identity.api-keys[3].ceiling.requests=1")
		.map("--agent-service."::concat)
		.toArray(String[]::new);

	private @Nullable Replica started;

	private AttackedReplica() {
		share();
	}

	/** The one that all classes share. */
	static AttackedReplica shared() {
		return SHARED;
	}

	@Override
	public String baseUrl() {
		return replica().baseUrl();
	}

	@Override
	public String managementUrl() {
		return replica().managementUrl();
	}

	/** The processor time that it has used so far. */
	Duration processorTime() {
		return ProcessHandle.of(replica().pid()).flatMap((process) -> process.info().totalCpuDuration()).orElseThrow();
	}

	/** What somebody else is told while the attack is under way, at least once. */
	void servesOthersDuring(Runnable attack) throws Exception {
		try (ExecutorService attacker = Executors.newSingleThreadExecutor()) {
			Future<?> done = attacker.submit(attack);
			do {
				assertThat(bob().get("/agents").status()).isEqualTo(200);
			}
			while (!done.isDone());
			done.get();
		}
		assertThat(bob().ask("Hello.").status()).isEqualTo(200);
		assertThat(replica().alive()).isTrue();
	}

	/** A POST with JSON. */
	Answer post(String key, String path, byte[] body) {
		Map<String, String> headers = new HashMap<>();
		headers.put("Authorization", "Bearer " + key);
		headers.put("Content-Type", "application/json");
		if (key.equals(OVER_THE_LIMIT)) {
			headers.put("X-User-Id", "mallory");
		}
		return http().request("POST", path, headers, body);
	}

	private synchronized Replica replica() {
		if (this.started == null) {
			this.started = closing(Replica.start(settings(), JVM, OPTIONS)).awaitReady();
		}
		return this.started;
	}

}

package dev.agentservice.endtoend.attack;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.ServicePorts;
import dev.agentservice.endtoend.Surroundings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A replica in a process of its own, with a small heap, which ends when that is full.
 *
 * @param replica the process
 */
record AttackedReplica(Replica replica) implements ServicePorts {

	private static final List<String> JVM = List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1");

	/** Starts one and waits until it serves. */
	static AttackedReplica start(Surroundings surroundings, String... options) {
		return new AttackedReplica(
				surroundings.closing(Replica.start(surroundings.settings(), JVM, options)).awaitReady());
	}

	@Override
	public String baseUrl() {
		return this.replica.baseUrl();
	}

	@Override
	public String managementUrl() {
		return this.replica.managementUrl();
	}

	/** The processor time that it has used so far. */
	Duration processorTime() {
		return ProcessHandle.of(this.replica.pid())
			.flatMap((process) -> process.info().totalCpuDuration())
			.orElseThrow();
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
		assertThat(this.replica.alive()).isTrue();
	}

}

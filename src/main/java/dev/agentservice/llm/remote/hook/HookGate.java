package dev.agentservice.llm.remote.hook;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;

import dev.agentservice.llm.remote.RemoteRuntime;
import io.github.bucket4j.Bucket;

/**
 * How many hooks a replica reads, before it knows whose they are. It asks nobody, so that
 * a flood costs nobody else anything. Thread-safe.
 */
final class HookGate {

	private final Map<RemoteRuntime, Bucket> rates = new EnumMap<>(RemoteRuntime.class);

	private final Map<RemoteRuntime, Semaphore> places = new EnumMap<>(RemoteRuntime.class);

	HookGate(HookProperties properties) {
		for (RemoteRuntime runtime : RemoteRuntime.values()) {
			this.places.put(runtime, new Semaphore(properties.parallel()));
			this.rates.put(runtime,
					Bucket.builder()
						.addLimit((limit) -> limit.capacity(properties.perMinute())
							.refillGreedy(properties.perMinute(), Duration.ofMinutes(1)))
						.build());
		}
	}

	/** Whether one more may be read; then {@link #leave} has to follow. */
	boolean enter(RemoteRuntime runtime) {
		if (!places(runtime).tryAcquire()) {
			return false;
		}
		if (!Objects.requireNonNull(this.rates.get(runtime)).tryConsume(1)) {
			leave(runtime);
			return false;
		}
		return true;
	}

	void leave(RemoteRuntime runtime) {
		places(runtime).release();
	}

	private Semaphore places(RemoteRuntime runtime) {
		return Objects.requireNonNull(this.places.get(runtime));
	}

}

package dev.agentservice.support.platform;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The requests that this process has forwarded to itself, and until when the platform
 * lets each last. A request names its own in a private header by a value that only this
 * process knows, so the header says nothing when it comes from outside.
 */
@Component
public final class Invocations {

	/** The private header. */
	public static final String HEADER = "X-Agent-Invocation";

	private final Map<String, Instant> deadlines = new ConcurrentHashMap<>();

	private final InstantSource clock = InstantSource.system();

	/**
	 * A request begins.
	 * @param deadline when the platform ends it
	 * @return the value of {@link #HEADER} for it
	 */
	public String begin(Instant deadline) {
		String name = UUID.randomUUID().toString();
		this.deadlines.put(name, deadline);
		return name;
	}

	/** It is over. */
	public void end(String name) {
		this.deadlines.remove(name);
	}

	/** How long the platform lets a request go on; empty if it is none of ours. */
	Optional<Duration> left(@Nullable String name) {
		return Optional.ofNullable(name)
			.map(this.deadlines::get)
			.map((deadline) -> Duration.between(this.clock.instant(), deadline));
	}

}

package dev.agentservice.guard;

import java.time.Duration;

import dev.agentservice.guard.inspection.InjectionGuard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The guard of texts that go in, without a service around it. */
public final class PlainGuard {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final int TAIL = 32_000;

	private PlainGuard() {
	}

	/** The rules of this build, and no classifier. */
	public static InputGuard ofRules() {
		return new InputGuard(new InjectionGuard(null, LONG), new GuardMetrics(new SimpleMeterRegistry()), TAIL);
	}

}

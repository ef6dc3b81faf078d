package dev.agentservice.llm.remote.hook;

import dev.agentservice.llm.remote.RemoteRuntime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * {@code agent.remote.hooks} (counter; provider, outcome): webhooks of providers, and
 * what became of them. All are there from the start, so that the first is a change.
 */
@Component
class HookMetrics {

	private final MeterRegistry meters;

	HookMetrics(MeterRegistry meters) {
		this.meters = meters;
		for (RemoteRuntime runtime : RemoteRuntime.values()) {
			for (HookOutcome outcome : HookOutcome.values()) {
				counter(runtime, outcome);
			}
		}
	}

	void count(RemoteRuntime runtime, HookOutcome outcome) {
		counter(runtime, outcome).increment();
	}

	private Counter counter(RemoteRuntime runtime, HookOutcome outcome) {
		return Counter.builder("agent.remote.hooks")
			.description("Webhooks of providers")
			.tag("provider", runtime.provider())
			.tag("outcome", outcome.label())
			.register(this.meters);
	}

}

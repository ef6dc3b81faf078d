package dev.agentservice.tool;

import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.tool.ToolResult.Outcome;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What the operator sees of tools: {@code agent.tool.calls} (timer by tool and outcome)
 * and {@code agent.tool.abandoned} (threads still busy with calls nobody waits for).
 */
class ToolMetrics {

	private final MeterRegistry meters;

	private final AtomicInteger abandoned = new AtomicInteger();

	ToolMetrics(MeterRegistry meters) {
		this.meters = meters;
		Gauge.builder("agent.tool.abandoned", this.abandoned, AtomicInteger::get)
			.description("Threads still busy with tool calls that timed out or whose run was cancelled")
			.register(meters);
	}

	/** A name the model made up never becomes a label. */
	void ended(ToolResult result) {
		String tool = (result.outcome() == Outcome.UNKNOWN_TOOL) ? "unknown" : result.call().name();
		Timer.builder("agent.tool.calls")
			.description("Tool calls by tool and outcome")
			.tag("tool", tool)
			.tag("outcome", result.outcome().label())
			.register(this.meters)
			.record(result.duration());
	}

	void abandoned() {
		this.abandoned.incrementAndGet();
	}

	void abandonedEnded() {
		this.abandoned.decrementAndGet();
	}

}

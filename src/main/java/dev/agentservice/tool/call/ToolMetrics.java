package dev.agentservice.tool.call;

import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolResult.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What the operator sees of tools: {@code agent.tool.calls} (timer by tool and outcome),
 * {@code agent.tool.fallbacks} (calls handed from one tool to another),
 * {@code agent.tool.in_doubt} (calls that may have taken effect, by tool) and
 * {@code agent.tool.abandoned} (threads still busy with calls nobody waits for).
 */
public class ToolMetrics {

	private final MeterRegistry meters;

	private final AtomicInteger abandoned = new AtomicInteger();

	public ToolMetrics(MeterRegistry meters) {
		this.meters = meters;
		Gauge.builder("agent.tool.abandoned", this.abandoned, AtomicInteger::get)
			.description("Threads still busy with tool calls that timed out or whose run was cancelled")
			.register(meters);
	}

	/**
	 * A name the model made up never becomes a label, and a result that was kept is no
	 * call.
	 */
	void ended(ToolResult result) {
		if (result.cached()) {
			return;
		}
		if (result.outcome() == Outcome.IN_DOUBT) {
			inDoubt(result.tool()).increment();
		}
		String tool = (result.outcome() == Outcome.UNKNOWN_TOOL) ? "unknown" : result.tool();
		Timer.builder("agent.tool.calls")
			.description("Tool calls by tool and outcome")
			.tag("tool", tool)
			.tag("outcome", result.outcome().label())
			.register(this.meters)
			.record(result.duration());
	}

	/** Shows a tool with side effects before its first call is in doubt. */
	public void mayBeInDoubt(String tool) {
		inDoubt(tool);
	}

	private Counter inDoubt(String tool) {
		return Counter.builder("agent.tool.in_doubt")
			.description("Calls with side effects that may have taken effect, which nobody knows")
			.tag("tool", tool)
			.register(this.meters);
	}

	/** Shows a tool with a fallback before that takes its place. */
	public void mayFallBack(String tool, String fallback) {
		fallbacks(tool, fallback);
	}

	void fellBack(String tool, String fallback) {
		fallbacks(tool, fallback).increment();
	}

	private Counter fallbacks(String tool, String fallback) {
		return Counter.builder("agent.tool.fallbacks")
			.description("Calls that failed and were handed to a fallback tool")
			.tags("tool", tool, "fallback", fallback)
			.register(this.meters);
	}

	void abandoned() {
		this.abandoned.incrementAndGet();
	}

	void abandonedEnded() {
		this.abandoned.decrementAndGet();
	}

}

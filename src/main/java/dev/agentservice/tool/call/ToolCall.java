package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.Queue;

import dev.agentservice.support.Deadline;
import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.source.AgentTool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * One call on its own virtual thread. It ends exactly once: the tool ends it, and its
 * ending is queued, or {@link #abandon} does, and whatever the tool returns later is
 * dropped.
 */
class ToolCall {

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final int index;

	private final ToolExecutionRequest request;

	private final AgentTool tool;

	private final ToolContext context;

	private final ToolRuntime runtime;

	private final Queue<Ended> ended;

	private final CallState state = new CallState();

	private Deadline deadline;

	private long startedAt;

	private @Nullable Thread thread;

	/**
	 * A call that has not begun.
	 * @param index its place among the calls of the step
	 * @param request what the model asked for
	 * @param tool what is called: the tool in the request, or its fallback
	 * @param context the run
	 * @param runtime what all calls share
	 * @param ended hears of its end
	 */
	ToolCall(int index, ToolExecutionRequest request, AgentTool tool, ToolContext context, ToolRuntime runtime,
			Queue<Ended> ended) {
		this.index = index;
		this.request = request;
		this.tool = tool;
		this.context = context;
		this.runtime = runtime;
		this.ended = ended;
		this.deadline = context.deadline();
		this.startedAt = System.nanoTime();
	}

	/**
	 * Starts the call, unless no time is left: then it only waits to be abandoned.
	 * @param arguments what the tool gets, which may be less than the model wrote
	 * @throws ToolArguments.InvalidArgumentsException if the arguments do not fit
	 */
	void start(String arguments) {
		this.startedAt = System.nanoTime();
		this.deadline = this.context.deadline().within(this.tool.settings().timeout());
		ToolWork work = new ToolWork(this.tool, arguments, this.context.until(this.deadline), this.runtime, this.state);
		if (!this.deadline.passed()) {
			this.thread = Thread.ofVirtual()
				.name("tool-" + this.tool.name())
				.start(SNAPSHOTS.captureAll().wrap(() -> run(work)));
		}
	}

	private void run(ToolWork work) {
		MDC.put("run_id", this.context.runId());
		ToolEnding ending = work.run();
		if (this.state.end()) {
			this.ended.add(new Ended(this, ending));
		}
		else {
			this.runtime.metrics().abandonedEnded();
		}
	}

	/**
	 * Interrupts the call and waits for it no longer. That its tool had all its time
	 * counts against the tool; that the run ended does not.
	 * @return whether that ended it: false if the tool was faster
	 */
	boolean abandon() {
		boolean overdue = elapsed().compareTo(timeout()) >= 0;
		Thread worker = this.thread;
		if (worker == null) {
			return this.state.abandon(overdue);
		}
		this.runtime.metrics().abandoned();
		if (!this.state.abandon(overdue)) {
			this.runtime.metrics().abandonedEnded();
			return false;
		}
		worker.interrupt();
		return true;
	}

	/**
	 * Whether its tool's fallback may be called: it would not help against what is
	 * permanent, and a side effect that may have happened must not happen twice.
	 */
	boolean mayFallBack(ToolEnding ending) {
		return ending.mayPass()
				&& (!this.tool.settings().sideEffects() || ending.isRefusal() || this.state.isNeverCalled());
	}

	/** Whether the tool may have been at work when the call was given up. */
	boolean mayHaveTakenEffect() {
		return this.tool.settings().sideEffects() && !this.state.isNeverCalled();
	}

	/** The same call, of another tool. */
	ToolCall of(AgentTool other) {
		return new ToolCall(this.index, this.request, other, this.context, this.runtime, this.ended);
	}

	int index() {
		return this.index;
	}

	ToolExecutionRequest request() {
		return this.request;
	}

	String tool() {
		return this.tool.name();
	}

	ToolSettings settings() {
		return this.tool.settings();
	}

	Deadline deadline() {
		return this.deadline;
	}

	Duration timeout() {
		return this.tool.settings().timeout();
	}

	boolean mustRunAlone() {
		return !this.tool.settings().parallel();
	}

	Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	/** A call's own end. */
	record Ended(ToolCall call, ToolEnding ending) {

	}

}

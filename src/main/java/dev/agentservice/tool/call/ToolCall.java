package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import dev.agentservice.support.Deadline;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.source.AgentTool;
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

	private final int place;

	private final RequestedCall request;

	private final AgentTool tool;

	private final StepScope step;

	private final CallState state = new CallState();

	private Deadline deadline;

	private long startedAt;

	private @Nullable ToolWork work;

	private @Nullable Thread thread;

	/**
	 * A call that has not begun.
	 * @param place where its result belongs among those of the step
	 * @param request what the model asked for
	 * @param tool what is called: the tool in the request, or its fallback
	 * @param step what it shares with the other calls of the step
	 */
	ToolCall(int place, RequestedCall request, AgentTool tool, StepScope step) {
		this.place = place;
		this.request = request;
		this.tool = tool;
		this.step = step;
		this.deadline = step.context().deadline();
		this.startedAt = System.nanoTime();
	}

	/**
	 * Makes the call ready to start; its time begins.
	 * @param arguments what the tool gets, which may be less than the model wrote
	 * @throws ToolArguments.InvalidArgumentsException if the arguments do not fit
	 */
	void prepare(String arguments) {
		this.startedAt = System.nanoTime();
		this.deadline = this.step.context().deadline().within(this.tool.settings().timeout());
		this.work = new ToolWork(this.request, this.tool, arguments, this.step, this.deadline, this.state);
	}

	/** What has to be known before it starts: nothing if it will change nothing. */
	Optional<ToolIntent> intent() {
		return (settings().sideEffects() && !this.deadline.passed()) ? Optional.of(ready().intent()) : Optional.empty();
	}

	/**
	 * Starts the call, unless no time is left: then it only waits to be abandoned.
	 */
	void start() {
		ToolWork ready = ready();
		if (!this.deadline.passed()) {
			this.thread = Thread.ofVirtual()
				.name("tool-" + this.tool.name())
				.start(SNAPSHOTS.captureAll().wrap(() -> run(ready)));
		}
	}

	private ToolWork ready() {
		return Objects.requireNonNull(this.work, "prepared before");
	}

	private void run(ToolWork work) {
		MDC.put("run_id", this.step.context().runId());
		ToolEnding ending = work.run();
		if (this.state.end()) {
			this.step.ended().add(new Ended(this, ending));
		}
		else {
			this.step.runtime().metrics().abandonedEnded();
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
		this.step.runtime().metrics().abandoned();
		if (!this.state.abandon(overdue)) {
			this.step.runtime().metrics().abandonedEnded();
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
		return new ToolCall(this.place, this.request, other, this.step);
	}

	int place() {
		return this.place;
	}

	RequestedCall request() {
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

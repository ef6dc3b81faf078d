package dev.agentservice.tool;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.support.Deadline;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One call on its own virtual thread. It ends exactly once: the tool ends it, and its
 * ending is queued, or {@link #abandon} does, and whatever the tool returns later is
 * dropped.
 */
class ToolCall {

	private static final Logger log = LoggerFactory.getLogger(ToolCall.class);

	private static final ContextSnapshotFactory SNAPSHOTS = ContextSnapshotFactory.builder().build();

	private final int index;

	private final ToolExecutionRequest request;

	private final JavaTool tool;

	private final ToolContext context;

	private final ToolMetrics metrics;

	private final Queue<Ending> endings;

	private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

	private Deadline deadline;

	private long startedAt;

	private @Nullable Thread thread;

	ToolCall(int index, ToolExecutionRequest request, JavaTool tool, ToolContext context, ToolMetrics metrics,
			Queue<Ending> endings) {
		this.index = index;
		this.request = request;
		this.tool = tool;
		this.context = context;
		this.metrics = metrics;
		this.endings = endings;
		this.deadline = context.deadline();
		this.startedAt = System.nanoTime();
	}

	/**
	 * Starts the call, unless no time is left: then it only waits to be abandoned.
	 * @throws ToolArguments.InvalidArgumentsException if the arguments do not fit
	 */
	void start() {
		this.startedAt = System.nanoTime();
		this.deadline = this.context.deadline().within(this.tool.settings().timeout());
		@Nullable Object[] arguments = this.tool.bind(this.request.arguments(),
				new ToolContext(this.context.caller(), this.context.runId(), this.deadline));
		if (!this.deadline.passed()) {
			this.thread = Thread.ofVirtual()
				.name("tool-" + this.tool.name())
				.start(SNAPSHOTS.captureAll().wrap(() -> work(arguments)));
		}
	}

	private void work(@Nullable Object[] arguments) {
		MDC.put("run_id", this.context.runId());
		Ending ending = outcome(arguments);
		if (this.state.compareAndSet(State.RUNNING, State.ENDED)) {
			this.endings.add(ending);
		}
		else {
			this.metrics.abandonedEnded();
		}
	}

	/** The one place where whatever a tool throws is caught. */
	private Ending outcome(@Nullable Object[] arguments) {
		try {
			return new Ending(this, Outcome.OK, this.tool.call(arguments));
		}
		catch (ToolException ex) {
			return new Ending(this, Outcome.FAILED, String.valueOf(ex.getMessage()));
		}
		catch (Throwable ex) {
			if (this.state.get() == State.RUNNING) {
				log.atWarn()
					.setCause(ex)
					.addKeyValue("run_id", this.context.runId())
					.addKeyValue("tool", this.tool.name())
					.log("Tool failed");
			}
			return new Ending(this, Outcome.FAILED, "The tool failed, through no fault of the arguments. "
					+ "Go on without its result and say what could not be done.");
		}
	}

	/**
	 * Interrupts the call and waits for it no longer.
	 * @return whether that ended it: false if the tool was faster
	 */
	boolean abandon() {
		Thread worker = this.thread;
		if (worker == null) {
			return this.state.compareAndSet(State.RUNNING, State.ABANDONED);
		}
		this.metrics.abandoned();
		if (!this.state.compareAndSet(State.RUNNING, State.ABANDONED)) {
			this.metrics.abandonedEnded();
			return false;
		}
		worker.interrupt();
		return true;
	}

	int index() {
		return this.index;
	}

	ToolExecutionRequest request() {
		return this.request;
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

	boolean hasSideEffects() {
		return this.tool.settings().sideEffects();
	}

	Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	/** A call's own end. */
	record Ending(ToolCall call, Outcome outcome, String text) {

	}

	private enum State {

		RUNNING, ENDED, ABANDONED

	}

}

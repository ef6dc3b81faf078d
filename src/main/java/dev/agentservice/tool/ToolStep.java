package dev.agentservice.tool;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.agentservice.tool.ToolCall.Ending;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one step. One thread, the caller's, starts the calls, waits for their
 * endings, notices which took too long, and tells the listener; the calls' own threads
 * only work. A call that took too long is interrupted and no longer waited for, so a tool
 * that ignores interrupts costs a thread, never the run.
 */
class ToolStep {

	private final Toolset toolset;

	private final ToolContext context;

	private final ToolListener listener;

	private final ToolMetrics metrics;

	private final int maxResult;

	private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

	private final List<ToolCall> running = new ArrayList<>();

	/** Calls of tools that may not run in parallel: at most one of them is running. */
	private final Deque<ToolCall> queued = new ArrayDeque<>();

	private @Nullable ToolResult[] results = new @Nullable ToolResult[0];

	ToolStep(Toolset toolset, ToolContext context, ToolListener listener, ToolMetrics metrics, int maxResult) {
		this.toolset = toolset;
		this.context = context;
		this.listener = listener;
		this.metrics = metrics;
		this.maxResult = maxResult;
	}

	List<ToolResult> run(List<ToolExecutionRequest> calls) {
		this.results = new @Nullable ToolResult[calls.size()];
		try {
			for (int i = 0; i < calls.size(); i++) {
				begin(i, calls.get(i));
			}
			startNextQueued();
			while (!this.running.isEmpty()) {
				awaitNext();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ToolsInterruptedException(ex);
		}
		finally {
			this.running.forEach(ToolCall::abandon);
		}
		return Arrays.stream(this.results).map(ToolStep::present).toList();
	}

	private static ToolResult present(@Nullable ToolResult result) {
		if (result == null) {
			throw new IllegalStateException("A tool call has no result");
		}
		return result;
	}

	private void begin(int index, ToolExecutionRequest request) throws InterruptedException {
		try {
			JavaTool tool = this.toolset.tool(request.name());
			ToolCall call = new ToolCall(index, request, tool, this.context, this.metrics, this.endings);
			if (tool.settings().parallel()) {
				start(call);
			}
			else {
				this.queued.add(call);
			}
		}
		catch (Toolset.UnknownToolException ex) {
			this.listener.started(request);
			end(index, request, Outcome.UNKNOWN_TOOL, String.valueOf(ex.getMessage()), Duration.ZERO);
		}
	}

	private void start(ToolCall call) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		this.listener.started(call.request());
		try {
			call.start();
			this.running.add(call);
		}
		catch (ToolArguments.InvalidArgumentsException ex) {
			end(call, Outcome.INVALID_ARGUMENTS, String.valueOf(ex.getMessage()));
		}
	}

	private void startNextQueued() throws InterruptedException {
		int before = this.running.size();
		while (!this.queued.isEmpty() && this.running.size() == before) {
			start(this.queued.remove());
		}
	}

	private void awaitNext() throws InterruptedException {
		Ending ending = this.endings.poll(remaining().toNanos(), TimeUnit.NANOSECONDS);
		if (ending != null) {
			end(ending.call(), ending.outcome(), ending.text());
			return;
		}
		for (ToolCall call : List.copyOf(this.running)) {
			if (call.deadline().passed() && call.abandon()) {
				end(call, Outcome.TIMED_OUT, overtime(call));
			}
		}
	}

	private Duration remaining() {
		return this.running.stream()
			.map((call) -> call.deadline().remaining())
			.min(Duration::compareTo)
			.orElse(Duration.ZERO);
	}

	private String overtime(ToolCall call) {
		if (this.context.deadline().passed()) {
			return "The tool was stopped: the time for the whole task is over.";
		}
		return "The tool did not answer within " + call.timeout().toMillis() + " ms and was stopped."
				+ (call.hasSideEffects() ? " Whether it took effect is unknown." : "");
	}

	private void end(ToolCall call, Outcome outcome, String text) throws InterruptedException {
		boolean ran = this.running.remove(call);
		end(call.index(), call.request(), outcome, text, call.elapsed());
		if (ran && call.mustRunAlone()) {
			startNextQueued();
		}
	}

	private void end(int index, ToolExecutionRequest request, Outcome outcome, String text, Duration duration) {
		ToolResult result = new ToolResult(request, BoundedText.of(text, this.maxResult), outcome, duration);
		this.results[index] = result;
		this.metrics.ended(result);
		this.listener.finished(result);
	}

}

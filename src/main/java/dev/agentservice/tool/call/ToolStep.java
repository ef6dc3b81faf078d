package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.agentservice.tool.TextOrigin;
import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.agentservice.tool.call.ToolCall.Ended;
import dev.agentservice.tool.source.AgentTool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one step. One thread, the caller's, starts the calls, waits for their
 * endings, notices which took too long, hands what failed to the fallback, and tells the
 * listener; the calls' own threads only work. A call that took too long is interrupted
 * and no longer waited for, so a tool that ignores interrupts costs a thread, never the
 * run.
 */
class ToolStep {

	private final Toolset toolset;

	private final ToolContext context;

	private final ToolListener listener;

	private final ToolRuntime runtime;

	private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

	private final List<ToolCall> running = new ArrayList<>();

	/** Calls of tools that may not run in parallel: at most one of them is running. */
	private final Deque<ToolCall> queued = new ArrayDeque<>();

	private @Nullable ToolResult[] results = new @Nullable ToolResult[0];

	ToolStep(Toolset toolset, ToolContext context, ToolListener listener, ToolRuntime runtime) {
		this.toolset = toolset;
		this.context = context;
		this.listener = listener;
		this.runtime = runtime;
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
			AgentTool tool = this.toolset.tool(request.name());
			Optional<String> objection = this.listener.objection(request, tool.settings());
			if (objection.isPresent()) {
				this.listener.started(request);
				finish(index, uncalled(request, objection.get(), Outcome.REFUSED));
				return;
			}
			ToolCall call = new ToolCall(index, request, tool, this.context, this.runtime, this.ended);
			if (call.mustRunAlone()) {
				this.queued.add(call);
			}
			else {
				start(call);
			}
		}
		catch (Toolset.UnknownToolException ex) {
			this.listener.started(request);
			String text = BoundedText.of(String.valueOf(ex.getMessage()), this.runtime.maxResult());
			finish(index, uncalled(request, text, Outcome.UNKNOWN_TOOL));
		}
	}

	private static ToolResult uncalled(ToolExecutionRequest request, String text, Outcome outcome) {
		return new ToolResult(request, request.name(), text, TextOrigin.SERVICE, outcome, Duration.ZERO, false);
	}

	private void start(ToolCall call) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		this.listener.started(call.request().toBuilder().name(call.tool()).build());
		try {
			call.start(this.listener.arguments(call.request().arguments(), call.settings()));
			this.running.add(call);
		}
		catch (ToolArguments.InvalidArgumentsException ex) {
			end(call, ToolEnding.invalid(ex).bounded(this.runtime.maxResult()));
		}
	}

	private void startNextQueued() throws InterruptedException {
		while (!this.queued.isEmpty() && this.running.stream().noneMatch(ToolCall::mustRunAlone)) {
			start(this.queued.remove());
		}
	}

	private void awaitNext() throws InterruptedException {
		Ended next = this.ended.poll(remaining().toNanos(), TimeUnit.NANOSECONDS);
		if (next != null) {
			end(next.call(), next.ending());
			return;
		}
		for (ToolCall call : List.copyOf(this.running)) {
			if (call.deadline().passed() && call.abandon()) {
				end(call, ToolEnding.timedOut(overtime(call)));
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
				+ (call.mayHaveTakenEffect() ? " Whether it took effect is unknown." : "");
	}

	private void end(ToolCall call, ToolEnding ending) throws InterruptedException {
		boolean ran = this.running.remove(call);
		ToolResult result = new ToolResult(call.request(), call.tool(), ending.text(), ending.origin(call.settings()),
				ending.outcome(), call.elapsed(), ending.cached());
		ToolCall fallback = fallback(call, ending);
		if (fallback != null) {
			fallBack(result, fallback);
		}
		else {
			finish(call.index(), this.listener.screen(result));
		}
		if (ran) {
			startNextQueued();
		}
	}

	/** The call that is made in the place of one that failed, or null. */
	private @Nullable ToolCall fallback(ToolCall call, ToolEnding ending) {
		AgentTool fallback = this.toolset.fallback(call.tool());
		if (fallback == null || !call.mayFallBack(ending) || this.context.deadline().passed()
				|| !fallback.accepts(call.request().arguments())) {
			return null;
		}
		return call.of(fallback);
	}

	private void fallBack(ToolResult failed, ToolCall fallback) throws InterruptedException {
		this.runtime.metrics().ended(failed);
		this.runtime.metrics().fellBack(failed.tool(), fallback.tool());
		this.listener.fellBack(failed);
		if (fallback.mustRunAlone()) {
			this.queued.addFirst(fallback);
			startNextQueued();
		}
		else {
			start(fallback);
		}
	}

	private void finish(int index, ToolResult result) {
		this.results[index] = result;
		this.runtime.metrics().ended(result);
		this.listener.finished(result);
	}

}

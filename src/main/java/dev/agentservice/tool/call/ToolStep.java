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
import java.util.stream.Stream;

import dev.agentservice.tool.RequestedCall;
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

	private final StepScope step;

	private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();

	/** Calls that start next, together. */
	private final List<ToolCall> ready = new ArrayList<>();

	private final List<ToolCall> running = new ArrayList<>();

	/** Calls of tools that may not run in parallel: at most one of them is running. */
	private final Deque<ToolCall> queued = new ArrayDeque<>();

	private @Nullable ToolResult[] results = new @Nullable ToolResult[0];

	ToolStep(Toolset toolset, ToolContext context, ToolListener listener, ToolRuntime runtime) {
		this.toolset = toolset;
		this.step = new StepScope(context, listener, runtime, this.ended);
	}

	List<ToolResult> run(List<RequestedCall> calls) {
		this.results = new @Nullable ToolResult[calls.size()];
		try {
			for (int i = 0; i < calls.size(); i++) {
				begin(i, calls.get(i));
			}
			startReady();
			while (!this.running.isEmpty()) {
				awaitNext();
				startReady();
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

	private void begin(int place, RequestedCall request) throws InterruptedException {
		if (request.intended() != null) {
			resume(place, request, request.intended());
			return;
		}
		try {
			AgentTool tool = this.toolset.tool(request.name());
			Optional<String> objection = this.step.listener().objection(request.request(), tool.settings());
			if (objection.isEmpty()) {
				line(place, request, tool);
			}
			else {
				skip(place, request, objection.get(), Outcome.REFUSED);
			}
		}
		catch (Toolset.UnknownToolException ex) {
			String text = BoundedText.of(String.valueOf(ex.getMessage()), this.step.runtime().maxResult());
			skip(place, request, text, Outcome.UNKNOWN_TOOL);
		}
	}

	/** An earlier attempt was about to make the call, and may have. */
	private void resume(int place, RequestedCall request, String intended) throws InterruptedException {
		switch (new Resumption(request, this.toolset.find(intended), this.step).decide()) {
			case Resumption.Repeat(AgentTool tool) -> line(place, request, tool);
			case Resumption.Known(AgentTool tool, String result) -> {
				ToolCall known = new ToolCall(place, request, tool, this.step);
				this.step.listener().started(named(request, tool.name()));
				end(known, ToolEnding.ok(result).bounded(this.step.runtime().maxResult()));
			}
			case Resumption.Tell _ -> {
				this.step.listener().started(named(request, intended));
				ToolEnding ending = ToolEnding.lost();
				finish(place, new ToolResult(request, intended, ending.text(), TextOrigin.SERVICE, ending.outcome(),
						Duration.ZERO, false));
			}
		}
	}

	/** The call is not made. */
	private void skip(int place, RequestedCall request, String text, Outcome outcome) {
		this.step.listener().started(request.request());
		finish(place, new ToolResult(request, request.name(), text, TextOrigin.SERVICE, outcome, Duration.ZERO, false));
	}

	private static ToolExecutionRequest named(RequestedCall request, String tool) {
		return request.request().toBuilder().name(tool).build();
	}

	private void line(int place, RequestedCall request, AgentTool tool) throws InterruptedException {
		ToolCall call = new ToolCall(place, request, tool, this.step);
		if (call.mustRunAlone()) {
			this.queued.add(call);
		}
		else {
			prepare(call);
		}
	}

	private void prepare(ToolCall call) throws InterruptedException {
		demandUninterrupted();
		this.step.listener().started(named(call.request(), call.tool()));
		try {
			call.prepare(this.step.listener().arguments(call.request().arguments(), call.settings()));
			this.ready.add(call);
		}
		catch (ToolArguments.InvalidArgumentsException ex) {
			end(call, ToolEnding.invalid(ex).bounded(this.step.runtime().maxResult()));
		}
	}

	private static void demandUninterrupted() throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
	}

	/** What they may change is on record before one of them begins. */
	private void startReady() throws InterruptedException {
		prepareNextQueued();
		intendReady();
		for (ToolCall call : this.ready) {
			this.running.add(call);
			call.start();
		}
		this.ready.clear();
	}

	private void intendReady() throws InterruptedException {
		List<ToolIntent> intents = this.ready.stream().map(ToolCall::intent).flatMap(Optional::stream).toList();
		if (!intents.isEmpty()) {
			this.step.listener().intend(intents);
			demandUninterrupted();
		}
	}

	private void prepareNextQueued() throws InterruptedException {
		while (!this.queued.isEmpty()
				&& Stream.concat(this.running.stream(), this.ready.stream()).noneMatch(ToolCall::mustRunAlone)) {
			prepare(this.queued.remove());
		}
	}

	private void awaitNext() throws InterruptedException {
		Ended next = this.ended.poll(remaining().toNanos(), TimeUnit.NANOSECONDS);
		if (next != null) {
			end(next.call(), next.ending());
		}
		else {
			endOverdue();
		}
	}

	private void endOverdue() throws InterruptedException {
		for (ToolCall call : List.copyOf(this.running)) {
			if (call.deadline().passed() && call.abandon()) {
				end(call, call.mayHaveTakenEffect() ? ToolEnding.inDoubt(overtime(call))
						: ToolEnding.timedOut(overtime(call)));
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
		if (this.step.context().deadline().passed()) {
			return "The tool was stopped: the time for the whole task is over.";
		}
		return "The tool did not answer within " + call.timeout().toMillis() + " ms and was stopped."
				+ (call.mayHaveTakenEffect() ? " Whether it took effect is unknown." : "");
	}

	private void end(ToolCall call, ToolEnding ending) throws InterruptedException {
		this.running.remove(call);
		ToolResult result = new ToolResult(call.request(), call.tool(), ending.text(), ending.origin(call.settings()),
				ending.outcome(), call.elapsed(), ending.cached());
		ToolCall fallback = fallback(call, ending);
		if (fallback != null) {
			fallBack(result, fallback);
		}
		else {
			finish(call.place(), this.step.listener().screen(result));
		}
	}

	/** The call that is made in the place of one that failed, or null. */
	private @Nullable ToolCall fallback(ToolCall call, ToolEnding ending) {
		AgentTool fallback = this.toolset.fallback(call.tool());
		if (fallback == null || !call.mayFallBack(ending) || this.step.context().deadline().passed()
				|| !fallback.accepts(call.request().arguments())) {
			return null;
		}
		return call.of(fallback);
	}

	private void fallBack(ToolResult failed, ToolCall fallback) throws InterruptedException {
		this.step.runtime().metrics().ended(failed);
		this.step.runtime().metrics().fellBack(failed.tool(), fallback.tool());
		this.step.listener().fellBack(failed);
		if (fallback.mustRunAlone()) {
			this.queued.addFirst(fallback);
		}
		else {
			prepare(fallback);
		}
	}

	private void finish(int place, ToolResult result) {
		this.results[place] = result;
		this.step.runtime().metrics().ended(result);
		this.step.listener().finished(result);
	}

}

package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.json.CanonicalJson;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolEffect;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.cache.ResultKey;
import dev.agentservice.tool.resilience.ToolPass;
import dev.agentservice.tool.source.AgentTool;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call does on its own thread: it takes a result that was kept, or calls the tool,
 * again if that may help and there is time.
 */
final class ToolWork {

	private static final Logger log = LoggerFactory.getLogger(ToolWork.class);

	private final RequestedCall request;

	private final AgentTool tool;

	private final StepScope step;

	private final ToolContext context;

	private final CallState state;

	private final ObjectNode values;

	private final String canonical;

	private final AgentTool.Call call;

	/**
	 * Work that is ready to be done.
	 * @param deadline the call's own
	 * @throws ToolArguments.InvalidArgumentsException if the arguments do not fit
	 */
	ToolWork(RequestedCall request, AgentTool tool, String arguments, StepScope step, Deadline deadline,
			CallState state) {
		this.request = request;
		this.tool = tool;
		this.step = step;
		this.state = state;
		this.values = tool.read(arguments);
		this.canonical = CanonicalJson.of(this.values);
		String key = CallKey.of(step.context().runId(), request, tool.name(), this.canonical);
		this.context = step.context().of(request.id(), key, deadline);
		this.call = tool.prepare(this.values, this.context);
	}

	ToolIntent intent() {
		return new ToolIntent(this.request.id(), this.tool.name(), CallKey.sha256(this.canonical));
	}

	/** Asks the tool whether the call took effect in an earlier attempt. */
	ToolEffect check() throws Exception {
		return this.tool.check(this.values, this.context);
	}

	ToolEnding run() {
		ToolSettings.Cache cache = this.tool.settings().cache();
		ResultKey key = this.tool.resultKey(this.values, this.context);
		if (cache == null || key == null) {
			return attempts();
		}
		boolean trusted = this.tool.settings().trusted();
		String kept = this.step.runtime().cache().get().find(key, trusted);
		if (kept != null) {
			return ToolEnding.kept(kept);
		}
		ToolEnding ending = attempts();
		if (ending.outcome() == ToolResult.Outcome.OK) {
			this.step.runtime().cache().get().keep(key, ending.text(), trusted, cache.ttl());
		}
		return ending;
	}

	private ToolEnding attempts() {
		this.tool.resilience().called();
		for (int attempts = 1; true; attempts++) {
			ToolEnding ending = attempt().bounded(this.step.runtime().maxResult());
			if (!ending.mayPass() || ending.isRefusal() || !pauseAfter(attempts)) {
				return ending;
			}
		}
	}

	/** Waits before the next attempt; false if there shall be none. */
	private boolean pauseAfter(int attempts) {
		Duration pause = this.state.isWanted() ? this.tool.resilience().pauseAfter(attempts, this.context.deadline())
				: null;
		if (pause == null) {
			return false;
		}
		try {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
			return this.state.isWanted();
		}
		catch (InterruptedException _) {
			// Given up, or interrupted by the tool itself: the thread ends either way.
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private ToolEnding attempt() {
		if (this.tool.settings().sideEffects() && !this.step.listener().mayStillCall()) {
			return ToolEnding.notOwned();
		}
		try (ToolPass pass = this.tool.resilience().enter()) {
			return this.state.begin(pass) ? call(pass) : ToolEnding.broke();
		}
		catch (CallNotPermittedException _) {
			return ToolEnding.circuitOpen();
		}
		catch (BulkheadFullException _) {
			return ToolEnding.bulkheadFull();
		}
	}

	/** The one place where whatever a tool throws is caught. */
	private ToolEnding call(ToolPass pass) {
		try {
			String text = this.call.make();
			pass.succeeded();
			return ToolEnding.ok(text);
		}
		catch (ToolException ex) {
			judge(pass, ex);
			return ToolEnding.said(ex);
		}
		catch (Throwable ex) {
			pass.failed(ex);
			log(ex);
			return ToolEnding.broke();
		}
	}

	/** A tool that says what is wrong with a call works, unless it says it does not. */
	private void judge(ToolPass pass, ToolException failure) {
		if (failure.isRetryable()) {
			pass.failed(failure);
			log(failure);
		}
		else {
			pass.succeeded();
		}
	}

	private void log(Throwable failure) {
		if (this.state.isWanted()) {
			log.atWarn().setCause(failure).addKeyValue("tool", this.tool.name()).log("Tool failed");
		}
	}

}

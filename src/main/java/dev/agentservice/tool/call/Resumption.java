package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.agentservice.support.Deadline;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolEffect;
import dev.agentservice.tool.source.AgentTool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a call that an earlier attempt was about to make and of which
 * no result is known.
 */
final class Resumption {

	private static final Logger log = LoggerFactory.getLogger(Resumption.class);

	private final RequestedCall request;

	private final @Nullable AgentTool tool;

	private final StepScope step;

	/**
	 * A call in doubt.
	 * @param tool what was to be called; null if the agent has no such tool any more
	 */
	Resumption(RequestedCall request, @Nullable AgentTool tool, StepScope step) {
		this.request = request;
		this.tool = tool;
		this.step = step;
	}

	/** Does what the tool's settings say. */
	Decision decide() throws InterruptedException {
		if (this.tool == null) {
			return new Tell();
		}
		return switch (this.tool.settings().inDoubt()) {
			case TELL, ASK -> new Tell();
			case RETRY -> repeat(this.tool);
			case CHECK -> check(this.tool);
		};
	}

	private Decision repeat(AgentTool tool) {
		boolean mayBeMade = this.step.listener().objection(this.request.request(), tool.settings()).isEmpty();
		return mayBeMade ? new Repeat(tool) : new Tell();
	}

	/**
	 * What is absent now may still happen while the owner before could be at work, so it
	 * is asked again after that.
	 */
	private Decision check(AgentTool tool) throws InterruptedException {
		ToolEffect effect = effect(tool);
		Duration wait = (effect instanceof ToolEffect.Absent) ? this.step.listener().untilRepeatable() : Duration.ZERO;
		if (wait.compareTo(this.step.context().deadline().remaining()) >= 0) {
			return new Tell();
		}
		if (wait.isPositive()) {
			TimeUnit.NANOSECONDS.sleep(wait.toNanos());
			effect = effect(tool);
		}
		return switch (effect) {
			case ToolEffect.Happened(String result) -> new Known(tool, result);
			case ToolEffect.Absent _ -> repeat(tool);
			case ToolEffect.Unknown _ -> new Tell();
		};
	}

	/** A tool that does not answer in time costs a thread, never the run. */
	private ToolEffect effect(AgentTool tool) throws InterruptedException {
		Deadline deadline = this.step.context().deadline().within(tool.settings().timeout());
		FutureTask<ToolEffect> question = new FutureTask<>(() -> work(tool, deadline).check());
		Thread thread = Thread.ofVirtual().name("check-" + tool.name()).start(question);
		try {
			return question.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			log.atWarn()
				.setCause(ex)
				.addKeyValue("run_id", this.step.context().runId())
				.addKeyValue("tool", tool.name())
				.log("A tool did not say whether its call took effect");
			return new ToolEffect.Unknown();
		}
		finally {
			thread.interrupt();
		}
	}

	/**
	 * The call as it was.
	 * @throws ToolArguments.InvalidArgumentsException if the tool has changed since
	 */
	private ToolWork work(AgentTool tool, Deadline deadline) {
		String arguments = this.step.listener().arguments(this.request.arguments(), tool.settings());
		return new ToolWork(this.request, tool, arguments, this.step, deadline, new CallState());
	}

	/** What becomes of it. */
	sealed interface Decision {

	}

	/** It is not made, and the model is told that it may have taken effect. */
	record Tell() implements Decision {

	}

	/** It is made again. */
	record Repeat(AgentTool tool) implements Decision {

	}

	/** It took effect. */
	record Known(AgentTool tool, String result) implements Decision {

	}

}

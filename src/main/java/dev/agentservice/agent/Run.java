package dev.agentservice.agent;

import java.time.Duration;
import java.util.function.Consumer;

import dev.agentservice.agent.RunEvent.StepFinished;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.llm.ModelId;
import dev.agentservice.llm.ModelReply;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolListener;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.Toolset;
import dev.langchain4j.agent.tool.ToolExecutionRequest;

/**
 * One run in the loop: what it was asked, what it may use, how far it is.
 */
record Run(RunRequest request, ModelId model, Toolset toolset, int outputCap, Conversation conversation,
		Progress progress, Cancellation cancellation, Consumer<RunEvent> events) implements ToolListener {

	void tell(RunEvent event) {
		this.events.accept(event);
	}

	void finished(Step step) {
		this.progress.finished(step);
		tell(new StepFinished(step));
	}

	void heard(ModelReply reply, Duration duration) {
		this.progress.used(reply.usage());
		if (reply.message().hasToolExecutionRequests()) {
			this.progress.planned(duration);
		}
		else {
			this.progress.answered(duration);
		}
		finished(new Step(Step.Type.MODEL, reply.model().toString(), duration, Step.OK));
	}

	ToolContext toolContext() {
		return new ToolContext(this.request.caller(), this.request.runId(), this.request.deadline());
	}

	@Override
	public void started(ToolExecutionRequest call) {
		tell(new StepStarted(Step.Type.TOOL, call.name()));
	}

	@Override
	public void finished(ToolResult result) {
		finished(new Step(Step.Type.TOOL, result.call().name(), result.duration(), result.outcome().label()));
	}

}

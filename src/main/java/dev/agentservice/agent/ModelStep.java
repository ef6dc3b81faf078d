package dev.agentservice.agent;

import java.util.List;

import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.llm.DeltaListener;
import dev.agentservice.llm.ModelAttempt;
import dev.agentservice.llm.ModelException;
import dev.agentservice.llm.ModelGateway;
import dev.agentservice.llm.ModelId;
import dev.agentservice.llm.ModelReply;
import dev.agentservice.llm.ModelRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;

/**
 * One question of a run, put to one model after another until one replies. Each attempt
 * is a step of the run of its own; what a failed one had told of an answer is taken back
 * before the next begins.
 */
final class ModelStep implements ModelAttempt, DeltaListener {

	private final Run run;

	private final ModelGateway models;

	private final boolean mayCallTools;

	private boolean told;

	ModelStep(Run run, ModelGateway models, boolean mayCallTools) {
		this.run = run;
		this.models = models;
		this.mayCallTools = mayCallTools;
	}

	@Override
	public ModelReply ask(ModelId model) {
		this.run.cancellation().check();
		if (this.told) {
			this.run.tell(new AnswerReset(AnswerReset.Reason.FAILOVER));
			this.told = false;
		}
		this.run.tell(new StepStarted(Step.Type.MODEL, model.toString()));
		Stopwatch watch = Stopwatch.start();
		try {
			return ask(model, watch);
		}
		catch (RuntimeException ex) {
			this.run.finished(new Step(Step.Type.MODEL, model.toString(), watch.elapsed(), RunFailures.outcome(ex)));
			throw (this.told && ex instanceof ModelException failure) ? failure.afterAnswerBegun() : ex;
		}
	}

	private ModelReply ask(ModelId model, Stopwatch watch) {
		FittedPrompt prompt = this.run.conversation().prompt(this.run.window(model));
		ModelReply reply = reply(question(model, prompt.messages()));
		boolean callsTools = this.mayCallTools && reply.message().hasToolExecutionRequests();
		if (!callsTools) {
			this.run.requireAnswer(reply);
		}
		if (prompt.isTrimmed()) {
			this.run.progress().note(Notice.HISTORY_TRIMMED);
		}
		if (!this.run.models().isChosen(model)) {
			this.run.progress().note(Notice.FALLBACK_MODEL);
		}
		if (callsTools) {
			this.run.calledTools(reply, watch.elapsed());
		}
		else {
			this.run.answered(reply, watch.elapsed());
		}
		return reply;
	}

	private ModelRequest question(ModelId model, List<ChatMessage> prompt) {
		List<ToolSpecification> tools = this.mayCallTools ? this.run.toolset().specifications() : List.of();
		return new ModelRequest(model, prompt, tools, this.run.outputCap(), this.run.request().terms().deadline());
	}

	private ModelReply reply(ModelRequest question) {
		RunRequest.Terms terms = this.run.request().terms();
		return terms.streamed() ? this.models.call(question, terms.bill(), this)
				: this.models.call(question, terms.bill());
	}

	@Override
	public void onDelta(String text) {
		this.told = true;
		this.run.tell(new AnswerDelta(text));
	}

}

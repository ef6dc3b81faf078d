package dev.agentservice.agent;

import java.util.List;

import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.definition.AgentDefinition.AfterCut;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.agent.prompt.FittedPrompt;
import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.guard.AnswerFilter;
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
 * is a step of the run of its own. What a failed one had told of an answer is taken back
 * before the next begins, or, where the agent says so, the next goes on after it.
 */
final class ModelStep implements ModelAttempt, DeltaListener {

	/** What a message costs beside its text at most, in tokens. */
	private static final long WRAPPING = 64;

	private final Run run;

	private final ModelGateway models;

	private final boolean mayCallTools;

	/** What the client has been told and stands. */
	private final StringBuilder told = new StringBuilder();

	private BrokenAnswer begun = BrokenAnswer.NONE;

	ModelStep(Run run, ModelGateway models, boolean mayCallTools) {
		this.run = run;
		this.models = models;
		this.mayCallTools = mayCallTools;
	}

	@Override
	public ModelReply ask(ModelId model) {
		this.run.cancellation().check();
		takeUp();
		this.run.tell(new StepStarted(Step.Type.MODEL, model.toString()));
		Stopwatch watch = Stopwatch.start();
		long owed = this.run.owedNano();
		try {
			return ask(model, watch, owed);
		}
		catch (RuntimeException ex) {
			this.run.finished(new Step(Step.Type.MODEL, model.toString(), watch.elapsed(), RunFailures.outcome(ex),
					this.run.owedNano() - owed));
			throw (toldMore() && ex instanceof ModelException failure) ? failure.afterAnswerBegun() : ex;
		}
	}

	/** Decides what becomes of what the attempt before had told. */
	private void takeUp() {
		String held = this.run.guard().answers().finish();
		if (this.told.isEmpty()) {
			return;
		}
		if (this.run.request().agent().models().afterCut() == AfterCut.CONTINUE) {
			tell(held);
		}
		BrokenAnswer broken = new BrokenAnswer(this.told.toString());
		if (this.run.request().agent().models().afterCut() == AfterCut.CONTINUE && broken.canGoOn()) {
			this.begun = broken;
		}
		else {
			this.run.tell(new AnswerReset(AnswerReset.Reason.FAILOVER));
			this.told.setLength(0);
		}
	}

	private boolean toldMore() {
		return this.told.length() > this.begun.text().length();
	}

	private ModelReply ask(ModelId model, Stopwatch watch, long owed) {
		FittedPrompt prompt = this.run.conversation().prompt(this.run.window(model));
		prompt.afford(affordable(model));
		ModelReply reply = reply(model, prompt);
		boolean callsTools = this.mayCallTools && reply.message().hasToolExecutionRequests();
		if (!callsTools) {
			this.run.requireAnswer(reply);
		}
		ModelReply whole = this.begun.completedBy(filtered(reply));
		note(model, prompt);
		if (callsTools) {
			this.run.calledTools(whole, watch.elapsed(), this.run.owedNano() - owed);
		}
		else {
			this.run.answered(whole, watch.elapsed(), this.run.owedNano() - owed);
		}
		return whole;
	}

	/** If less is left than was known, more of the conversation has to go. */
	private ModelReply reply(ModelId model, FittedPrompt prompt) {
		while (true) {
			try {
				return reply(question(model, this.begun.appendedTo(prompt.messages())));
			}
			catch (BudgetExceededException ex) {
				if (!prompt.afford(affordable(model))) {
					throw prompt.isTrimmed() ? ex.with(Notice.HISTORY_TRIMMED.code(), true) : ex;
				}
			}
		}
	}

	private long affordable(ModelId model) {
		long prompt = this.run.request().terms().bill().affordablePrompt(model.toString(), this.run.outputCap());
		// What an earlier model has begun goes along: no character has more than three
		// bytes for its size.
		return this.begun.text().isEmpty() ? prompt : prompt - 3L * this.begun.text().length() - WRAPPING;
	}

	/** The reply without what its reader must not get. */
	private ModelReply filtered(ModelReply reply) {
		AnswerFilter filter = this.run.guard().answers();
		String said = reply.message().text();
		if (said == null) {
			return reply;
		}
		String text;
		if (this.run.request().terms().streamed()) {
			tell(filter.finish());
			text = this.told.substring(this.begun.text().length());
		}
		else {
			text = filter.whole(said);
		}
		filter.redactions().forEach((redaction) -> this.run.progress().note(Notice.redacted(redaction.type())));
		return reply.withText(text);
	}

	private void note(ModelId model, FittedPrompt prompt) {
		if (prompt.isTrimmed()) {
			this.run.progress().note(Notice.HISTORY_TRIMMED);
		}
		if (!this.run.models().isChosen(model)) {
			this.run.progress().note(Notice.FALLBACK_MODEL);
		}
		if (!this.begun.isNothing()) {
			this.run.progress().note(Notice.CONTINUED);
		}
	}

	private ModelRequest question(ModelId model, List<ChatMessage> prompt) {
		List<ToolSpecification> tools = this.mayCallTools ? this.run.toolset().specifications() : List.of();
		return new ModelRequest(model, prompt, tools, this.run.outputCap(), this.run.request().terms().deadline(),
				this.run.request().agent().models().reasoning(), this.run.request().agent().limits().calls());
	}

	private ModelReply reply(ModelRequest question) {
		RunRequest.Terms terms = this.run.request().terms();
		return terms.streamed() ? this.models.call(question, terms.bill(), this)
				: this.models.call(question, terms.bill());
	}

	@Override
	public void onDelta(String text) {
		tell(this.run.guard().answers().accept(text));
	}

	private void tell(String text) {
		if (!text.isEmpty()) {
			this.told.append(text);
			this.run.tell(new AnswerDelta(text));
		}
	}

}

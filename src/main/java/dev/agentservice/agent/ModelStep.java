package dev.agentservice.agent;

import java.util.List;
import java.util.Objects;

import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.answer.AnswerSeam;
import dev.agentservice.agent.answer.BrokenAnswer;
import dev.agentservice.agent.answer.RunFailures;
import dev.agentservice.agent.definition.AgentDefinition.AfterCut;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.agent.prompt.FittedPrompt;
import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.guard.AnswerFilter;
import dev.agentservice.llm.ModelGateway;
import dev.agentservice.llm.model.DeltaListener;
import dev.agentservice.llm.model.ModelAttempt;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.support.Stopwatch;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import org.jspecify.annotations.Nullable;

/**
 * One question of a run, put to one model after another until one replies. Each attempt
 * is a step of the run of its own. What a failed one had told of an answer is taken back
 * before the next begins, or, where the agent says so, the next goes on after it.
 */
final class ModelStep implements ModelAttempt, DeltaListener {

	/** What asking for the rest costs beside the text at most, in tokens. */
	private static final long WRAPPING = 640;

	private final Run run;

	private final ModelGateway models;

	private final boolean mayCallTools;

	/** What the client has been told and stands. */
	private final StringBuilder told = new StringBuilder();

	private BrokenAnswer begun = BrokenAnswer.NONE;

	/** What this attempt said while it has to fit, before any of it was filtered. */
	private final StringBuilder said = new StringBuilder();

	/** Where what is said now has to fit what was told; null if nothing was. */
	private @Nullable AnswerSeam seam;

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
		// Text that was held back was not emitted: the next model writes it again.
		this.run.guard().answers().finish();
		this.begun = BrokenAnswer.NONE;
		this.seam = null;
		this.said.setLength(0);
		if (this.told.isEmpty()) {
			this.run.guard().answers().restart();
			return;
		}
		BrokenAnswer broken = new BrokenAnswer(this.told.toString());
		boolean standing = telling() == AnswerTelling.APPEND_ONLY;
		boolean goOn = standing || this.run.request().agent().models().afterCut() == AfterCut.CONTINUE;
		if (goOn && broken.canGoOn()) {
			this.begun = broken;
			this.seam = new AnswerSeam(broken.text());
		}
		else if (!standing) {
			takeBack();
		}
	}

	private void takeBack() {
		this.run.tell(new AnswerReset(AnswerReset.Reason.FAILOVER));
		this.told.setLength(0);
		this.run.guard().answers().restart();
	}

	private AnswerTelling telling() {
		return this.run.request().terms().telling();
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
		ModelReply whole = filtered(reply, callsTools);
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

	/** The reply without what its reader must not get, as if given in one piece. */
	private ModelReply filtered(ModelReply reply, boolean callsTools) {
		AnswerFilter filter = this.run.guard().answers();
		String said = reply.message().text();
		if (said == null && this.seam == null) {
			return reply;
		}
		String text;
		if (telling().isStreamed()) {
			boolean fitting = this.seam != null;
			hear(filter.finish());
			close(callsTools);
			if (fitting && this.seam == null) {
				tell(filter.finish());
			}
			text = this.told.toString();
		}
		else {
			text = filter.whole(Objects.requireNonNullElse(said, ""));
		}
		if (this.run.guard().answers().hasRemoved()) {
			this.run.progress().note(Notice.CITATION_REMOVED);
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
		return terms.telling().isStreamed() ? this.models.call(question, terms.bill(), this)
				: this.models.call(question, terms.bill());
	}

	@Override
	public void onDelta(String text) {
		if (this.seam != null) {
			this.said.append(text);
		}
		hear(this.run.guard().answers().accept(text));
	}

	private void hear(String text) {
		if (this.seam == null) {
			tell(text);
			return;
		}
		tell(this.seam.accept(text));
		// A model that wants tools to be called may say beside it what it likes.
		if (this.seam.isTorn() && !this.mayCallTools) {
			tear();
		}
	}

	/** All was said. */
	private void close(boolean callsTools) {
		if (this.seam != null) {
			tell(this.seam.finish());
			if (this.seam.isTorn() && !callsTools) {
				tear();
			}
		}
	}

	/**
	 * What is said does not go on with what was told.
	 * @throws ProblemException if that stands: the call, and the run, end with it
	 */
	private void tear() {
		if (telling() == AnswerTelling.APPEND_ONLY) {
			throw new ProblemException(ProblemCode.MODELS_UNAVAILABLE,
					"The answer broke off, and no other model went on with it. Please try again.");
		}
		// It is an answer of its own from its first word on: so are its citations.
		this.run.guard().answers().finish();
		takeBack();
		this.begun = BrokenAnswer.NONE;
		this.seam = null;
		tell(this.run.guard().answers().accept(this.said.toString()));
	}

	private void tell(String text) {
		if (!text.isEmpty()) {
			this.told.append(text);
			this.run.tell(new AnswerDelta(text));
		}
	}

}

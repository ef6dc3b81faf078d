package dev.agentservice.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.StepFinished;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.answer.RunFailures;
import dev.agentservice.agent.journal.JournalEntry.HostedStep;
import dev.agentservice.agent.journal.JournalEntry.RemoteStarted;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.agent.prompt.FittedPrompt;
import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.guard.AnswerFilter;
import dev.agentservice.llm.RemoteSession;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.remote.HostedCall;
import dev.agentservice.llm.remote.HostedTool;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.llm.remote.RemoteWatcher;
import dev.agentservice.support.Stopwatch;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.langchain4j.agent.tool.ToolSpecification;

/**
 * One part of a run's loop at a provider, until it answers or wants our tools to be
 * called: a step of the model, and a step for each call of a hosted tool.
 */
final class RemoteStep implements RemoteWatcher {

	private final Run run;

	private final RemoteSession session;

	private final boolean mayCallTools;

	private final ModelId model;

	private final Stopwatch watch = Stopwatch.start();

	private final List<HostedStep> hosted = new ArrayList<>();

	/** What the reply cites. */
	private List<RemoteAnswer.Page> pages = List.of();

	/** What the client has been told and stands. */
	private final StringBuilder told = new StringBuilder();

	private Stopwatch hostedWatch = Stopwatch.start();

	private long owed;

	RemoteStep(Run run, RemoteSession session, boolean mayCallTools) {
		this.run = run;
		this.session = session;
		this.mayCallTools = mayCallTools;
		this.model = RemoteLoop.model(run);
	}

	/** Has it worked on. */
	ModelReply ask() {
		return measured((prompt) -> reply(prompt));
	}

	/** Goes on with what an earlier attempt has started. */
	ModelReply resume(RemoteStarted begun) {
		Grant grant = adopt(begun);
		AtomicBoolean taken = new AtomicBoolean();
		try {
			return measured((prompt) -> {
				taken.set(true);
				return this.session.resume(question(prompt), this.mayCallTools, ref(begun), grant, this);
			});
		}
		finally {
			if (!taken.get()) {
				this.session.abandon(ref(begun), grant, this.model, this);
			}
		}
	}

	/** Ends what an earlier attempt has started; whether it has ended. */
	boolean abandon(RemoteStarted begun) {
		return this.session.abandon(ref(begun), adopt(begun), ModelId.parse(begun.model()), this);
	}

	private Grant adopt(RemoteStarted begun) {
		RunRequest.Terms terms = this.run.request().terms();
		return terms.bill()
			.adopt(new RunBill.Begun(begun.model(), begun.attempt(), begun.call(), begun.promptTokens(),
					begun.outputTokens(), begun.feesNano(), begun.amountNano()), terms.deadline());
	}

	private static RemoteRef ref(RemoteStarted begun) {
		return new RemoteRef(RemoteRuntime.of(begun.runtime()).orElseThrow(), begun.id());
	}

	private ModelReply measured(Function<FittedPrompt, ModelReply> call) {
		this.run.cancellation().check();
		this.run.guard().answers().finish();
		this.run.guard().answers().restart();
		this.run.tell(new StepStarted(Step.Type.MODEL, this.model.toString()));
		this.owed = this.run.owedNano();
		try {
			FittedPrompt prompt = this.run.conversation().prompt(this.run.window(this.model));
			prompt.afford(affordable());
			return ended(call.apply(prompt), prompt);
		}
		catch (RuntimeException ex) {
			this.hosted.forEach((step) -> this.run.progress().finished(step.step()));
			this.run.finished(new Step(Step.Type.MODEL, this.model.toString(), this.watch.elapsed(),
					RunFailures.outcome(ex), costNano()));
			throw ex;
		}
	}

	/** If less is left than was known, more of the conversation has to go. */
	private ModelReply reply(FittedPrompt prompt) {
		while (true) {
			try {
				return this.session.ask(question(prompt), this.mayCallTools, this);
			}
			catch (BudgetExceededException ex) {
				if (!prompt.afford(affordable())) {
					throw prompt.isTrimmed() ? ex.with(Notice.HISTORY_TRIMMED.code(), true) : ex;
				}
			}
		}
	}

	private long affordable() {
		return this.run.request().terms().bill().affordablePrompt(this.model.toString(), this.run.outputCap());
	}

	private ModelRequest question(FittedPrompt prompt) {
		List<ToolSpecification> tools = this.mayCallTools ? this.run.toolset().specifications() : List.of();
		return new ModelRequest(this.model, prompt.messages(), tools, this.run.outputCap(),
				this.run.request().terms().deadline(), this.run.request().agent().models().reasoning(),
				this.run.request().agent().limits().calls());
	}

	private ModelReply ended(ModelReply reply, FittedPrompt prompt) {
		boolean callsTools = this.mayCallTools && reply.message().hasToolExecutionRequests();
		if (!callsTools) {
			this.run.requireAnswer(reply);
		}
		ModelReply whole = filtered(reply);
		if (prompt.isTrimmed()) {
			this.run.progress().note(Notice.HISTORY_TRIMMED);
		}
		if (callsTools) {
			this.run.calledTools(whole, this.watch.elapsed(), costNano(), this.hosted);
		}
		else {
			this.hosted.forEach((step) -> this.run.progress().finished(step.step()));
			this.pages.forEach((page) -> this.run.sources().found(page.url(), page.title()));
			this.run.answered(whole, this.watch.elapsed(), costNano());
		}
		return whole;
	}

	/** What the model cost; hosted tools are steps of their own. */
	private long costNano() {
		return this.run.owedNano() - this.owed - this.hosted.stream().mapToLong(HostedStep::costNano).sum();
	}

	/** The reply without what its reader must not get. */
	private ModelReply filtered(ModelReply reply) {
		AnswerFilter filter = this.run.guard().answers();
		String said = reply.message().text();
		if (said == null) {
			return reply;
		}
		String text;
		if (isStreamed()) {
			tell(filter.finish());
			text = this.told.toString();
		}
		else {
			text = filter.whole(said);
		}
		if (this.run.guard().answers().hasRemoved()) {
			this.run.progress().note(Notice.CITATION_REMOVED);
		}
		filter.redactions().forEach((redaction) -> this.run.progress().note(Notice.redacted(redaction.type())));
		return reply.withText(text);
	}

	private boolean isStreamed() {
		return this.run.request().terms().telling().isStreamed();
	}

	/**
	 * What was told of an answer is void.
	 * @throws ProblemException if it stands, since the protocol cannot take it back
	 */
	void takeBack() {
		if (this.told.isEmpty()) {
			return;
		}
		if (this.run.request().terms().telling() == AnswerTelling.APPEND_ONLY) {
			throw new ProblemException(ProblemCode.MODELS_UNAVAILABLE,
					"The answer broke off, and no other model went on with it. Please try again.");
		}
		this.run.tell(new AnswerReset(AnswerReset.Reason.FAILOVER));
		this.told.setLength(0);
	}

	@Override
	public void started(RemoteRef ref, Grant grant) {
		this.run.request()
			.journal()
			.store(new RemoteStarted(ref.runtime().label(), ref.id(), this.model.toString(),
					grant.reservation().payer().attempt(), grant.reservation().step(),
					grant.reservation().promptTokens(), grant.outputTokens(), grant.reservation().feesNano(),
					grant.amountNano(), this.run.progress().elapsed()));
	}

	@Override
	public void cited(List<RemoteAnswer.Page> pages) {
		this.pages = pages;
	}

	@Override
	public void said(String text) {
		if (isStreamed()) {
			tell(this.run.guard().answers().accept(text));
		}
	}

	private void tell(String text) {
		if (!text.isEmpty()) {
			this.told.append(text);
			this.run.tell(new AnswerDelta(text));
		}
	}

	@Override
	public void hostedBegun(HostedTool.Kind kind) {
		this.hostedWatch = Stopwatch.start();
		this.run.tell(new StepStarted(Step.Type.TOOL, kind.label()));
	}

	/** What it has brought is a third party's, and the model has seen it. */
	@Override
	public void hostedEnded(HostedCall call, long costNano) {
		this.run.guard().read(false);
		Duration duration = this.hostedWatch.elapsed();
		HostedStep step = new HostedStep(call.kind().label(), duration, call.failed() ? "failed" : Step.OK, costNano);
		this.hosted.add(step);
		this.run.tell(new StepFinished(step.step()));
	}

	@Override
	public void whenStored(Runnable work) {
		this.run.request().journal().whenStored(work);
	}

	/** Another attempt can follow where the run may be handed over. */
	@Override
	public boolean goesOnElsewhere() {
		return this.run.cancellation().isTakenOver();
	}

}

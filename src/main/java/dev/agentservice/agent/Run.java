package dev.agentservice.agent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunEvent.StepFinished;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.answer.RunFailures;
import dev.agentservice.agent.citation.SearchCosts;
import dev.agentservice.agent.citation.Sources;
import dev.agentservice.agent.definition.KnowledgeUse;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.HostedStep;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Source;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.agent.prompt.PromptWindow;
import dev.agentservice.budget.Purse;
import dev.agentservice.llm.model.ModelChain;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.session.Message;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.TextOrigin;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.call.ToolIntent;
import dev.agentservice.tool.call.ToolListener;
import dev.agentservice.tool.call.Toolset;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.jspecify.annotations.Nullable;

/**
 * One run in the loop: what it was asked, what it may use, how far it is.
 */
record Run(RunRequest request, ModelChain models, Function<ModelId, PromptWindow> windows, Toolset toolset,
		int outputCap, Conversation conversation, Progress progress, RunGuard guard, Sources sources,
		SearchCosts searchCosts, Cancellation cancellation, Consumer<RunEvent> events) implements ToolListener {

	PromptWindow window(ModelId model) {
		return this.windows.apply(model);
	}

	void tell(RunEvent event) {
		this.events.accept(event);
	}

	/** What this attempt of the run owes for its model calls so far, in nano-USD. */
	long owedNano() {
		return this.request.terms().bill().callsNano();
	}

	/** A step ended that the next attempt has no use for. */
	void finished(Step step) {
		this.progress.finished(step);
		tell(new StepFinished(step));
	}

	/** The same of one that this purse pays. */
	void finished(Step step, Purse purse) {
		this.progress.finished(step, purse);
		tell(new StepFinished(step));
	}

	/**
	 * Lets a reply pass that holds an answer.
	 * @throws ModelException if it holds none
	 */
	void requireAnswer(ModelReply reply) {
		try {
			RunFailures.requireAnswer(reply);
		}
		catch (ModelException ex) {
			this.progress.wasted(reply.usage());
			throw ex;
		}
	}

	/** The model replied with the answer. */
	void answered(ModelReply reply, Duration duration, long costNano) {
		this.progress.answered(reply.usage(), duration);
		finished(new Step(Step.Type.MODEL, reply.model().toString(), duration, Step.OK, costNano));
	}

	/** The model replied with tool calls: what it wrote beside them is no answer. */
	void calledTools(ModelReply reply, Duration duration, long costNano) {
		calledTools(reply, duration, costNano, List.of());
	}

	/** The same after calls of hosted tools. */
	void calledTools(ModelReply reply, Duration duration, long costNano, List<HostedStep> hosted) {
		String text = reply.message().text();
		if (this.request.terms().telling().isStreamed() && text != null && !text.isEmpty()) {
			tell(new AnswerReset(AnswerReset.Reason.PLANNING));
		}
		keep(new ModelCalledTools(reply.model().toString(), this.conversation.forNextAttempt(reply.message()),
				reply.usage(), duration, this.progress.elapsed(), this.progress.costNano(), costNano,
				this.progress.notices(), this.guard.exposure().careful(), hosted.isEmpty() ? null : hosted));
	}

	ToolContext toolContext() {
		return new ToolContext(this.request.caller(), this.request.runId(), this.request.terms().deadline(),
				this.request.epoch());
	}

	/**
	 * The calls of one step in the order of their going: those of one list side by side.
	 */
	List<List<RequestedCall>> abreast(List<RequestedCall> calls) {
		return this.request.terms().flags().parallelToolExecution() ? List.of(calls)
				: calls.stream().map(List::of).toList();
	}

	@Override
	public Optional<String> objection(ToolExecutionRequest call, ToolSettings tool) {
		Optional<String> objection = this.guard.objection(tool);
		objection.ifPresent((_) -> this.progress.note(Notice.SIDE_EFFECT_REFUSED));
		return objection;
	}

	@Override
	public String arguments(String json, ToolSettings tool) {
		return this.guard.arguments(json, tool);
	}

	@Override
	public void intend(List<ToolIntent> intents) {
		this.progress.intended();
		this.request.journal()
			.intend(intents.stream()
				.map((intent) -> new ToolIntended(intent.call(), intent.tool(), intent.argumentsSha256(),
						this.progress.elapsed()))
				.toList());
	}

	@Override
	public boolean mayStillCall() {
		return this.request.journal().isCertainlyOwned();
	}

	@Override
	public Duration untilRepeatable() {
		return this.request.journal().untilRepeatable();
	}

	@Override
	public ToolResult screen(ToolResult result) {
		return this.guard.screen(result);
	}

	@Override
	public void started(ToolExecutionRequest call) {
		tell(new StepStarted(Step.Type.TOOL, call.name()));
	}

	/** The next attempt would call the tool itself, not go on with its fallback. */
	@Override
	public void fellBack(ToolResult failed) {
		Purse purse = purse(failed);
		finished(new Step(Step.Type.TOOL, failed.tool(), failed.duration(), failed.outcome().label(), purse.costNano()),
				purse);
	}

	/** What pays for a call: tools that do not search pay nothing. */
	private Purse purse(ToolResult result) {
		return this.searchCosts.of(KnowledgeUse.TOOL.equals(result.tool()) ? result.call().id() : "");
	}

	@Override
	public void finished(ToolResult result) {
		Message.ToolResult kept = kept(result);
		Purse purse = purse(result);
		long costNano = purse.costNano();
		ToolAnswered answer = new ToolAnswered(kept, result.outcome().label(), result.duration(),
				this.progress.elapsed(), kept.tool(), result.cached() ? true : null, result.call().id(), sources(kept),
				(costNano > 0) ? costNano : null);
		if (endedWithTheRun(result)) {
			finished(answer.step(), purse);
		}
		else {
			keep(answer, purse);
		}
	}

	/** The passages that a result shows. */
	private @Nullable List<Source> sources(Message.ToolResult result) {
		List<Source> shown = KnowledgeUse.TOOL.equals(result.name()) ? this.sources.in(result.text()) : List.of();
		return shown.isEmpty() ? null : shown;
	}

	/** A result with all that is to be known later of where it came from. */
	static Message.ToolResult kept(ToolResult result) {
		return new Message.ToolResult(result.call().request().id(), result.call().name(), result.text(),
				result.isOfFallback() ? result.tool() : null, result.origin() != TextOrigin.THIRD_PARTY);
	}

	private void keep(ModelCalledTools entry) {
		this.progress.finished(entry);
		record(entry);
	}

	private void keep(ToolAnswered entry, Purse purse) {
		this.progress.finished(entry, purse);
		record(entry);
	}

	private void record(JournalEntry.Finished entry) {
		this.request.journal().record(entry);
		tell(new StepFinished(entry.step()));
	}

	/** Such a call did not finish: the next attempt has time for it. */
	private boolean endedWithTheRun(ToolResult result) {
		return result.outcome() == ToolResult.Outcome.TIMED_OUT && this.request.terms().deadline().passed();
	}

}

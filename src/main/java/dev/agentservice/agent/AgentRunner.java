package dev.agentservice.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.LoopEnd.HandedOver;
import dev.agentservice.agent.answer.RunFailures;
import dev.agentservice.agent.citation.SearchCosts;
import dev.agentservice.agent.citation.Sources;
import dev.agentservice.agent.conversation.LoopProperties;
import dev.agentservice.agent.conversation.OpaqueParts;
import dev.agentservice.agent.conversation.ToolRound;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentDefinition.Models;
import dev.agentservice.agent.journal.Citation;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.prompt.PromptWindow;
import dev.agentservice.agent.routing.ModelFlags;
import dev.agentservice.agent.routing.ModelRouter;
import dev.agentservice.guard.GuardPolicy.SideEffects;
import dev.agentservice.llm.ModelGateway;
import dev.agentservice.llm.RemoteGateway;
import dev.agentservice.llm.model.ModelChain;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.support.Stopwatch;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.call.Toolset;
import dev.agentservice.tool.registry.Tools;
import dev.langchain4j.agent.tool.ToolSpecification;

import org.springframework.stereotype.Component;

/**
 * The loop: ask the model, call the tools it wants in parallel, tell it their results,
 * until it answers. Runs on the calling thread and ends with an answer or an exception;
 * the listener gets every step as it happens, and finished steps go to the run's journal,
 * from which its next attempt goes on.
 */
@Component
public final class AgentRunner {

	private final ModelGateway models;

	private final OwnLoop own;

	private final RemoteGateway remote;

	private final Tools tools;

	private final ModelRouter router;

	private final ModelFlags modelFlags;

	private final RunGuardFactory guards;

	private final TokenCounter tokens;

	private final LoopProperties limits;

	private final OpaqueParts parts;

	private final RunKnowledge knowledge;

	AgentRunner(ModelGateway models, OwnLoop own, RemoteGateway remote, Tools tools, ModelRouter router,
			ModelFlags modelFlags, RunGuardFactory guards, TokenCounter tokens, LoopProperties limits,
			OpaqueParts parts, RunKnowledge knowledge) {
		this.models = models;
		this.own = own;
		this.remote = remote;
		this.tools = tools;
		this.router = router;
		this.modelFlags = modelFlags;
		this.guards = guards;
		this.tokens = tokens;
		this.limits = limits;
		this.parts = parts;
		this.knowledge = knowledge;
	}

	/**
	 * Works on a task until it is answered. Steps that earlier attempts finished are part
	 * of the result; they are neither taken nor told again.
	 * @param request the admitted task
	 * @param cancellation stops the run from outside
	 * @param events hears the steps, on the calling thread
	 * @return how it ended
	 * @throws RunCancelledException if the run was cancelled
	 * @throws dev.agentservice.support.problem.ProblemException if it cannot be answered
	 */
	public LoopEnd run(RunRequest request, Cancellation cancellation, Consumer<RunEvent> events) {
		try {
			Run run = start(request, cancellation, events);
			if (request.terms().suspicious()) {
				run.progress().note(Notice.SUSPICIOUS);
			}
			this.knowledge.show(run);
			run.request().finished().forEach(run.progress()::restore);
			return loop(run, RemoteLoop.of(run, this.remote, this.own));
		}
		catch (RuntimeException ex) {
			cancellation.check();
			throw RunFailures.toProblem(ex, request.terms().deadline());
		}
	}

	/**
	 * Whether a run of this agent may have to refuse a call, as it stands now. Only then
	 * it matters where what a client tells of earlier answers comes from.
	 */
	public boolean mayRefuse(AgentDefinition agent) {
		return agent.guard().sideEffects() == SideEffects.REFUSE
				&& this.tools.select(agent.tools(), agent.toolFallback()).hasSideEffects();
	}

	/**
	 * Takes over what earlier attempts finished, and calls the tools they left uncalled.
	 * @return the model steps that need not be taken again
	 */
	private static int resume(Run run) {
		List<ToolRound> rounds = ToolRound.of(run.request().finished());
		rounds.forEach((round) -> callTools(run, round));
		return rounds.size();
	}

	private LoopEnd loop(Run run, Loop loop) {
		try {
			return steps(run, loop, resume(run));
		}
		catch (RuntimeException ex) {
			abandon(run, loop, ex);
			throw ex;
		}
	}

	/** What fails here must not hide why the run ends. */
	private static void abandon(Run run, Loop loop, RuntimeException cause) {
		try {
			loop.abandon(run);
		}
		catch (RuntimeException ex) {
			cause.addSuppressed(ex);
		}
	}

	private LoopEnd steps(Run run, Loop loop, int finishedSteps) {
		for (int step = finishedSteps + 1; !run.cancellation().isHandOver(); step++) {
			boolean mayCallTools = step < run.request().agent().limits().steps();
			ModelReply reply = loop.ask(run, mayCallTools);
			if (!mayCallTools || !reply.message().hasToolExecutionRequests()) {
				return answer(run, reply, mayCallTools);
			}
			callTools(run, new ToolRound(step - 1, reply.message()));
		}
		return new HandedOver();
	}

	private Run start(RunRequest request, Cancellation cancellation, Consumer<RunEvent> events) {
		Sources sources = shownBefore(request);
		SearchCosts costs = new SearchCosts(request.terms().bill().purse());
		Toolset toolset = this.knowledge.offer(request, sources, costs,
				this.tools.select(request.agent().tools(), request.agent().toolFallback()));
		List<ToolSpecification> specifications = toolset.specifications();
		Models models = this.modelFlags.of(request.agent().models(), request.terms().flags());
		ModelId chosen = this.router.choose(models, request.input().task(), specifications.size(),
				Math.toIntExact(request.input().earlier().count()));
		int outputCap = Objects.requireNonNullElse(request.terms().maxOutputTokens(), this.limits.maxOutputTokens());
		RunGuard guard = this.guards.of(request, sources);
		boolean reads = RunKnowledge.isOn(request);
		boolean mayQuote = guard.exposure().quoted() || toolset.bringsThirdPartyContent();
		return new Run(request, new ModelChain(chosen, models.fallback()),
				(model) -> new PromptWindow(this.tokens, model, this.models.contextWindow(model) - outputCap,
						specifications),
				toolset, outputCap,
				new Conversation(this.guards.system(request.agent(), mayQuote, reads), request.input(), this.parts),
				new Progress(request.terms().bill()), guard, sources, costs, cancellation, events);
	}

	private static void callTools(Run run, ToolRound round) {
		run.cancellation().check();
		Stopwatch watch = Stopwatch.start();
		for (List<RequestedCall> calls : run.abreast(round.missing())) {
			run.toolset()
				.execute(calls, run.toolContext(), run)
				.forEach((result) -> round.answered(result.call(), Run.kept(result), result.isError()));
		}
		run.progress().executedTools(watch.elapsed());
		RunKnowledge.demandSearched(run);
		run.conversation().add(round);
	}

	private Answered answer(Run run, ModelReply reply, boolean byChoice) {
		String text = RunFailures.requireAnswer(reply);
		if (!byChoice) {
			run.progress().note(Notice.STEP_LIMIT_REACHED);
		}
		if (reply.finish() == ModelReply.Finish.LENGTH) {
			run.progress().note(Notice.ANSWER_TRUNCATED);
		}
		List<Citation> citations = new ArrayList<>(run.guard().answers().of(text));
		citations.addAll(run.guard().answers().ofPages(run.sources().pages(), citations));
		run.guard()
			.answers()
			.ofCitations()
			.forEach((redaction) -> run.progress().note(Notice.redacted(redaction.type())));
		return run.progress()
			.result(reply, text, run.conversation().turn(text), run.guard().exposure().careful(), citations);
	}

	/** What earlier attempts of a run have shown. */
	private static Sources shownBefore(RunRequest request) {
		Sources sources = new Sources();
		request.finished().forEach((entry) -> {
			if (entry instanceof ToolAnswered answer) {
				sources.restore(Objects.requireNonNullElse(answer.sources(), List.of()));
			}
		});
		return sources;
	}

}

package dev.agentservice.agent;

import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.citation.SearchCosts;
import dev.agentservice.agent.citation.SearchTool;
import dev.agentservice.agent.citation.Sources;
import dev.agentservice.agent.definition.KnowledgeUse;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.budget.Purse;
import dev.agentservice.knowledge.Knowledge;
import dev.agentservice.knowledge.KnowledgeQuery;
import dev.agentservice.knowledge.KnowledgeReading;
import dev.agentservice.knowledge.KnowledgeReading.Extent;
import dev.agentservice.support.Stopwatch;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.tool.call.Toolset;
import dev.agentservice.tool.registry.Tools;

import org.springframework.stereotype.Component;

/**
 * What runs know: passages before the task, and the tool that searches for more.
 */
@Component
final class RunKnowledge {

	private static final String UNAVAILABLE = "unavailable";

	/** A longer task is searched for by its beginning, in characters. */
	private static final int LONGEST_QUERY = 2000;

	private final Knowledge knowledge;

	private final Tools tools;

	RunKnowledge(Knowledge knowledge, Tools tools) {
		this.knowledge = knowledge;
		this.tools = tools;
	}

	/** Whether a run reads. */
	static boolean isOn(RunRequest request) {
		return request.agent().knowledge().isOn() && request.terms().flags().knowledge();
	}

	/** The agent's tools, and the one that searches if it may. */
	Toolset offer(RunRequest request, Sources sources, SearchCosts costs, Toolset toolset) {
		KnowledgeUse use = request.agent().knowledge();
		if (!use.hasTool() || !isOn(request)) {
			return toolset;
		}
		return toolset.with(new SearchTool(this.knowledge, request.caller(), use, costs, sources,
				this.tools.resilience(), this.tools.resilience(KnowledgeUse.TOOL)));
	}

	/**
	 * Shows what is known of a task before it. The next attempt of the run looks again,
	 * so nothing that was deleted meanwhile is shown once more.
	 * @throws ProblemException {@code knowledge_unavailable} if the agent must not answer
	 * without
	 */
	void show(Run run) {
		KnowledgeUse use = run.request().agent().knowledge();
		if (!isOn(run.request())) {
			if (use.isOn()) {
				missing(run, use, Notice.KNOWLEDGE_UNAVAILABLE);
			}
			return;
		}
		if (use.readsBeforehand()) {
			read(run, use);
		}
	}

	private void read(Run run, KnowledgeUse use) {
		run.cancellation().check();
		String name = String.join(",", use.collections());
		run.tell(new StepStarted(Step.Type.KNOWLEDGE, name));
		Stopwatch watch = Stopwatch.start();
		Purse purse = run.request().terms().bill().purse().part();
		KnowledgeReading reading = this.knowledge.read(run.request().caller(), use.collections(),
				new KnowledgeQuery(query(run.request().input().task()), use.topK(), use.minScore()), purse);
		boolean nothing = reading.extent() == Extent.NOTHING;
		run.progress().executedTools(watch.elapsed());
		run.finished(
				new Step(Step.Type.KNOWLEDGE, name, watch.elapsed(), nothing ? UNAVAILABLE : Step.OK, purse.costNano()),
				purse);
		demand(run, use, reading.extent());
		if (!reading.passages().isEmpty()) {
			run.guard().read(this.knowledge.isTrusted(use.collections()));
			run.conversation().show(run.sources().quoted(reading.passages()), run.request().input().task());
		}
	}

	/**
	 * Says what tools could not search.
	 * @throws ProblemException {@code knowledge_unavailable} if the agent must not answer
	 * without
	 */
	static void demandSearched(Run run) {
		demand(run, run.request().agent().knowledge(), run.sources().least());
	}

	private static void demand(Run run, KnowledgeUse use, Extent extent) {
		switch (extent) {
			case WHOLE -> {
				// Nothing is missing.
			}
			// An agent needs what its tenant shares.
			case SHARED -> run.progress().note(Notice.KNOWLEDGE_DEGRADED);
			case WORDS, PART -> missing(run, use, Notice.KNOWLEDGE_DEGRADED);
			case NOTHING -> missing(run, use, Notice.KNOWLEDGE_UNAVAILABLE);
		}
	}

	private static void missing(Run run, KnowledgeUse use, Notice notice) {
		if (use.required()) {
			throw new ProblemException(ProblemCode.KNOWLEDGE_UNAVAILABLE,
					"What this agent has to know cannot be looked up right now. Try again later.");
		}
		run.progress().note(notice);
	}

	private static String query(String task) {
		if (task.length() <= LONGEST_QUERY) {
			return task;
		}
		return task.substring(0,
				Character.isLowSurrogate(task.charAt(LONGEST_QUERY)) ? LONGEST_QUERY - 1 : LONGEST_QUERY);
	}

}

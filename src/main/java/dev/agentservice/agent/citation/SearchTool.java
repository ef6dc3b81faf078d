package dev.agentservice.agent.citation;

import java.time.Duration;

import dev.agentservice.agent.definition.KnowledgeUse;
import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Purse;
import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.Knowledge;
import dev.agentservice.knowledge.KnowledgeQuery;
import dev.agentservice.knowledge.KnowledgeReading;
import dev.agentservice.tool.InDoubt;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.resilience.ResilienceProperties;
import dev.agentservice.tool.resilience.ToolResilience;
import dev.agentservice.tool.source.AgentTool;
import dev.langchain4j.agent.tool.ToolSpecification;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tool by which a model searches the collections of its agent, for the caller of its
 * run. Never cached: a cache would outlive a deletion.
 */
public final class SearchTool implements AgentTool {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final Knowledge knowledge;

	private final Caller caller;

	private final double minScore;

	private final SearchCosts costs;

	private final Sources sources;

	private final ToolSettings settings;

	private final ToolResilience resilience;

	private final SearchForm form;

	/**
	 * The tool of one run.
	 * @param caller for whom it searches
	 * @param use where it may search, and how
	 * @param costs pays for its searches
	 * @param sources remembers what it has shown
	 */
	public SearchTool(Knowledge knowledge, Caller caller, KnowledgeUse use, SearchCosts costs, Sources sources,
			ResilienceProperties properties, ToolResilience resilience) {
		this.knowledge = knowledge;
		this.caller = caller;
		this.minScore = use.minScore();
		this.costs = costs;
		this.sources = sources;
		this.settings = new ToolSettings(TIMEOUT, true, false, true, InDoubt.TELL,
				knowledge.isTrusted(use.collections()), false, properties, null);
		this.resilience = resilience;
		this.form = new SearchForm(use.collections(), knowledge.languages(use.collections()));
	}

	@Override
	public String place() {
		return "the service itself";
	}

	@Override
	public ToolSettings settings() {
		return this.settings;
	}

	@Override
	public ToolResilience resilience() {
		return this.resilience;
	}

	@Override
	public ToolSpecification specification() {
		return this.form.specification();
	}

	@Override
	public ObjectNode read(String json) {
		return this.form.read(json);
	}

	@Override
	public Call prepare(ObjectNode values, ToolContext context) {
		SearchForm.Search search = this.form.search(values);
		Purse purse = this.costs.of(context.call());
		return () -> search(search, purse);
	}

	/**
	 * That one user's money is used up is no failure of the tool, which all users share.
	 */
	private KnowledgeReading read(SearchForm.Search search, Purse purse) {
		try {
			return this.knowledge.read(this.caller, search.collections(),
					new KnowledgeQuery(search.query(), search.topK(), this.minScore), purse);
		}
		catch (BudgetExceededException ex) {
			throw new ToolException("The documents cannot be searched: the budget is used up.", ex);
		}
	}

	private String search(SearchForm.Search search, Purse purse) {
		KnowledgeReading reading = read(search, purse);
		this.sources.searched(reading.extent());
		String found = reading.passages().isEmpty() ? "(nothing found)" : this.sources.quoted(reading.passages());
		return switch (reading.extent()) {
			case WHOLE, WORDS -> found;
			case SHARED ->
				found + "\n(perhaps not all of the user's own documents were searched: say so if you need them)";
			case PART -> found + "\n(some documents cannot be searched right now: say so if you need them)";
			case NOTHING ->
				throw new ToolException("The documents cannot be searched right now. Say so if you need them.");
		};
	}

}

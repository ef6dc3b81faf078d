package dev.agentservice.agent.citation;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import dev.agentservice.agent.definition.KnowledgeUse;
import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Purse;
import dev.agentservice.identity.Caller;
import dev.agentservice.knowledge.Knowledge;
import dev.agentservice.knowledge.KnowledgeQuery;
import dev.agentservice.knowledge.KnowledgeReading;
import dev.agentservice.tool.InDoubt;
import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.resilience.ResilienceProperties;
import dev.agentservice.tool.resilience.ToolResilience;
import dev.agentservice.tool.source.AgentTool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tool by which a model searches the collections of its agent, for the caller of its
 * run. Never cached: a cache would outlive a deletion.
 */
public final class SearchTool implements AgentTool {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final int TOP_K = 4;

	private static final int MOST = 8;

	private static final int LONGEST_QUERY = 2000;

	private final Knowledge knowledge;

	private final Caller caller;

	private final List<String> collections;

	private final double minScore;

	private final Purse purse;

	private final Sources sources;

	private final ToolSettings settings;

	private final ToolResilience resilience;

	private final ToolSpecification specification;

	private final ToolArguments arguments;

	/**
	 * The tool of one run.
	 * @param caller for whom it searches
	 * @param use where it may search, and how
	 * @param purse pays for its searches
	 * @param sources remembers what it has shown
	 */
	public SearchTool(Knowledge knowledge, Caller caller, KnowledgeUse use, Purse purse, Sources sources,
			ResilienceProperties properties, ToolResilience resilience) {
		this.knowledge = knowledge;
		this.caller = caller;
		this.collections = use.collections();
		this.minScore = use.minScore();
		this.purse = purse;
		this.sources = sources;
		this.settings = new ToolSettings(TIMEOUT, true, false, true, InDoubt.TELL,
				knowledge.isTrusted(this.collections), false, properties, null);
		this.resilience = resilience;
		this.specification = specification(this.collections, knowledge.languages(this.collections));
		this.arguments = new ToolArguments(this.specification);
	}

	private static ToolSpecification specification(List<String> collections, Set<String> languages) {
		return ToolSpecification.builder()
			.name(KnowledgeUse.TOOL)
			.description("Searches the documents that you know and returns the passages that fit best, "
					+ "each with the id to cite it by.")
			.parameters(JsonObjectSchema.builder()
				.addStringProperty("query",
						"What to look for, in few words, in the language of the documents: "
								+ String.join(", ", languages))
				.addEnumProperty("collection", collections, "Where to look; leave it out to look everywhere")
				.addIntegerProperty("top_k", "How many passages, from 1 to " + MOST + "; usually " + TOP_K)
				.required("query")
				.additionalProperties(false)
				.build())
			.build();
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
		return this.specification;
	}

	@Override
	public ObjectNode read(String json) {
		return this.arguments.read(json);
	}

	@Override
	public Call prepare(ObjectNode values, ToolContext context) {
		String query = values.path("query").asString("").strip();
		if (query.isEmpty() || query.length() > LONGEST_QUERY) {
			throw this.arguments.invalid("query must have 1 to " + LONGEST_QUERY + " characters");
		}
		String wanted = values.path("collection").asString("");
		List<String> where = this.collections.contains(wanted) ? List.of(wanted) : this.collections;
		int topK = Math.clamp(values.path("top_k").asInt(TOP_K), 1, MOST);
		return () -> search(where, query, topK);
	}

	/**
	 * That one user's money is used up is no failure of the tool, which all users share.
	 */
	private KnowledgeReading read(List<String> where, String query, int topK) {
		try {
			return this.knowledge.read(this.caller, where, new KnowledgeQuery(query, topK, this.minScore), this.purse);
		}
		catch (BudgetExceededException ex) {
			throw new ToolException("The documents cannot be searched: the budget is used up.", ex);
		}
	}

	private String search(List<String> where, String query, int topK) {
		KnowledgeReading reading = read(where, query, topK);
		this.sources.searched(reading.extent());
		String found = reading.passages().isEmpty() ? "(nothing found)" : this.sources.quoted(reading.passages());
		return switch (reading.extent()) {
			case WHOLE, WORDS -> found;
			case PART -> found + "\n(some documents cannot be searched right now: say so if you need them)";
			case NOTHING ->
				throw new ToolException("The documents cannot be searched right now. Say so if you need them.");
		};
	}

}

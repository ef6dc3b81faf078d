package dev.agentservice.agent.citation;

import java.util.List;
import java.util.Set;

import dev.agentservice.agent.definition.KnowledgeUse;
import dev.agentservice.tool.ToolArguments;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model fills in for a search, and what it means.
 */
final class SearchForm {

	private static final int TOP_K = 4;

	private static final int MOST = 8;

	private static final int LONGEST_QUERY = 2000;

	private final List<String> collections;

	private final ToolSpecification specification;

	private final ToolArguments arguments;

	/**
	 * A form.
	 * @param collections where the agent may search
	 * @param languages in which these are written
	 */
	SearchForm(List<String> collections, Set<String> languages) {
		this.collections = collections;
		this.specification = specification(collections, languages);
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

	ToolSpecification specification() {
		return this.specification;
	}

	ObjectNode read(String json) {
		return this.arguments.read(json);
	}

	/**
	 * The search that was asked for.
	 * @throws dev.agentservice.tool.InvalidArgumentsException if its query is none
	 */
	Search search(ObjectNode values) {
		String query = values.path("query").asString("").strip();
		if (query.isEmpty() || query.length() > LONGEST_QUERY) {
			throw this.arguments.invalid("query must have 1 to " + LONGEST_QUERY + " characters");
		}
		String wanted = values.path("collection").asString("");
		List<String> where = this.collections.contains(wanted) ? List.of(wanted) : this.collections;
		return new Search(where, query, Math.clamp(values.path("top_k").asInt(TOP_K), 1, MOST));
	}

	/**
	 * A search.
	 *
	 * @param collections where
	 * @param query what for
	 * @param topK how many passages at most
	 */
	record Search(List<String> collections, String query, int topK) {

	}

}

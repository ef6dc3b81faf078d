package dev.agentservice.knowledge.search;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.knowledge.embedding.EmbeddingInput;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.EmbeddingModel.Purpose;
import dev.agentservice.support.Deadline;

/**
 * The vectors of one query: for each generation it is made and paid for once, however
 * many collections are searched. Thread-safe.
 */
final class QueryVectors {

	private final SearchQuery query;

	private final Deadline deadline;

	private final Map<Generation, float[]> made = new ConcurrentHashMap<>();

	QueryVectors(SearchQuery query, Deadline deadline) {
		this.query = query;
		this.deadline = deadline;
	}

	/**
	 * The vector by which passages of a generation are found.
	 * @param model the one that made theirs
	 * @throws dev.agentservice.llm.model.ModelException if it cannot be made in time
	 * @throws dev.agentservice.budget.BudgetExceededException if it cannot be paid
	 */
	float[] of(Generation generation, EmbeddingModel model) {
		return this.made.computeIfAbsent(generation,
				(_) -> model.embed(List.of(EmbeddingInput.of(model, this.query.text())), Purpose.QUERY,
						this.query.purse(), this.deadline)[0]);
	}

}

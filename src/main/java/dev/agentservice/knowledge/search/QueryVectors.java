package dev.agentservice.knowledge.search;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.knowledge.embedding.EmbeddingInput;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.EmbeddingModel.Purpose;
import dev.agentservice.support.Deadline;

/**
 * The vectors of one query: for each generation one is asked for and paid once, however
 * many collections are searched, and whether or not it can be made. Thread-safe.
 */
final class QueryVectors {

	private final SearchQuery query;

	private final Deadline deadline;

	private final Map<Generation, CompletableFuture<float[]>> asked = new ConcurrentHashMap<>();

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
		CompletableFuture<float[]> mine = new CompletableFuture<>();
		CompletableFuture<float[]> first = this.asked.putIfAbsent(generation, mine);
		if (first != null) {
			return answer(first);
		}
		try {
			mine.complete(model.embed(List.of(EmbeddingInput.of(model, this.query.text())), Purpose.QUERY,
					this.query.purse(), this.deadline)[0]);
		}
		catch (RuntimeException | Error ex) {
			mine.completeExceptionally(ex);
		}
		return answer(mine);
	}

	private static float[] answer(CompletableFuture<float[]> asked) {
		try {
			return asked.join();
		}
		catch (CompletionException ex) {
			switch (ex.getCause()) {
				case RuntimeException cause -> throw cause;
				case Error error -> throw error;
				case null, default -> throw ex;
			}
		}
	}

}

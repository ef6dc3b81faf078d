package dev.agentservice.llm;

import java.util.List;

import dev.agentservice.budget.Purse;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.support.Deadline;

/**
 * A model that makes vectors of texts: the nearer two texts in meaning, the nearer their
 * vectors. Thread-safe.
 */
public interface EmbeddingModel {

	/** Which model it is. Vectors of two models cannot be compared. */
	ModelId id();

	/** How many numbers a vector has. */
	int dimension();

	/** The longest text that it takes, in tokens. */
	int maxTokens();

	/** How many tokens a text has; never fewer than the model counts. */
	long count(String text);

	/**
	 * How many of these texts, from the first on, can be sent in one call; at least 1.
	 */
	int fitting(List<String> texts);

	/**
	 * Makes vectors of texts that fit in one call, on the calling thread.
	 * @param purpose what for
	 * @param purse pays
	 * @param deadline of the answer
	 * @return as many as there are texts, in their order, each of length 1
	 * @throws dev.agentservice.llm.model.ModelException if there are none
	 * @throws dev.agentservice.budget.BudgetExceededException if they cannot be paid
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable, so that nothing can be paid
	 * @throws java.util.concurrent.CancellationException if the calling thread was
	 * interrupted; its interrupt flag stays set
	 */
	float[][] embed(List<String> texts, Purpose purpose, Purse purse, Deadline deadline);

	/** What a vector is for. */
	enum Purpose {

		/** To be found. */
		PASSAGE,
		/** To find others. */
		QUERY

	}

}

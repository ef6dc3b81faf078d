package dev.agentservice.knowledge.reembed;

import java.time.Duration;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * Why a collection is not moved to another generation.
 */
final class ReembedProblems {

	private ReembedProblems() {
	}

	static ProblemException absent() {
		return new ProblemException(ProblemCode.NOT_FOUND, "This collection has no such generation.");
	}

	static ProblemException noModel() {
		return new ProblemException(ProblemCode.COLLECTION_BOUND,
				"No embedding model is configured that the collection could be moved to.");
	}

	static ProblemException nothingToDo(String generation) {
		return new ProblemException(ProblemCode.COLLECTION_BOUND,
				"There is nothing to do: the collection is empty, or in '%s', which is configured."
					.formatted(generation));
	}

	static ProblemException busy() {
		return new ProblemException(ProblemCode.COLLECTION_BOUND,
				"The collection has two generations already. Delete the one that is not searched, and wait until it is gone.")
			.retryAfter(Duration.ofSeconds(30));
	}

	static ProblemException full(long most) {
		return new ProblemException(ProblemCode.COLLECTION_FULL,
				"Both generations together would take more than agent-service.knowledge.limits.stored, %d bytes."
					.formatted(most))
			.with("limit", most);
	}

	static ProblemException partial() {
		return new ProblemException(ProblemCode.COLLECTION_BOUND,
				"Documents are missing in this generation, or the index does not find all of them yet. "
						+ "GET the generations: only one that is ready can be activated.")
			.retryAfter(Duration.ofSeconds(30));
	}

	static ProblemException unproven() {
		return new ProblemException(ProblemCode.COLLECTION_BOUND,
				"Nothing shows that this generation is as good as the one that is searched: the collection has no golden "
						+ "queries, or none of their documents, vectors are missing, or a model cannot be used. Say force and a reason to activate it nevertheless.");
	}

	static ProblemException worse(double before, double after) {
		return new ProblemException(ProblemCode.COLLECTION_BOUND,
				"The golden queries are answered worse by this generation than by the one that is searched. "
						+ "Say force and a reason to activate it nevertheless.")
			.with("ndcg_before", before)
			.with("ndcg_after", after);
	}

	static ProblemException unmeasured(RuntimeException failure) {
		return new ProblemException(ProblemCode.MODELS_UNAVAILABLE,
				"The golden queries cannot be asked right now. Try again.", failure)
			.retryAfter(Duration.ofSeconds(5));
	}

}

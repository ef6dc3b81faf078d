package dev.agentservice.knowledge.ingest;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.knowledge.index.IndexUnavailableException;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * Why a document cannot be stored or changed.
 */
final class IngestProblems {

	private IngestProblems() {
	}

	static ProblemException absent() {
		return new ProblemException(ProblemCode.NOT_FOUND, "There is no such document in this collection.");
	}

	static ProblemException tooManyPassages(int most) {
		return new ProblemException(ProblemCode.INPUT_TOO_LARGE,
				"The document has more than %d passages. Put it in parts.".formatted(most))
			.with("limit", most);
	}

	static ProblemException mismatch(long version) {
		return new ProblemException(ProblemCode.VERSION_MISMATCH,
				(version > 0) ? "The document has the version " + version + " by now. Read it and decide anew."
						: "There is no such document any more.")
			.with("version", version);
	}

	static ProblemException bound(String generation, String configured) {
		return new ProblemException(ProblemCode.COLLECTION_BOUND,
				"This collection was made with the embedding '%s', and '%s' is configured. ".formatted(generation,
						configured) + "Delete its documents first, or ask whoever operates the service.");
	}

	static ProblemException busy() {
		return new ProblemException(ProblemCode.DOCUMENT_BUSY,
				"Another request changes this document at the moment. Try again.")
			.retryAfter(Duration.ofSeconds(1));
	}

	static ProblemException overloaded() {
		return new ProblemException(ProblemCode.OVERLOADED,
				"Too many documents are being stored at the moment. Try again.")
			.retryAfter(Duration.ofSeconds(1));
	}

	static ProblemException full(String of, long most) {
		return new ProblemException(ProblemCode.COLLECTION_FULL,
				"There may be at most %d %s. Delete what is not needed, or ask whoever operates the service%s."
					.formatted(most, of, of.equals("passages") ? " for the index 'pgvector', which holds more" : ""))
			.with("limit", most);
	}

	static ProblemException fullOfOwn(String of, long most) {
		return new ProblemException(ProblemCode.COLLECTION_FULL,
				"There may be at most %d %s of your own in a collection. Delete what is not needed.".formatted(most,
						of))
			.with("limit", most);
	}

	static ProblemException erasing(boolean blocked) {
		return blocked
				? new ProblemException(ProblemCode.FORBIDDEN,
						"This user's data were erased, and the user is blocked. An operator can lift the block.")
				: new ProblemException(ProblemCode.ERASURE_IN_PROGRESS,
						"This user's data are being erased. Send what is to be kept after that as a new request.")
					.retryAfter(Duration.ofSeconds(5));
	}

	static ProblemException tenantErasing() {
		return new ProblemException(ProblemCode.ERASURE_IN_PROGRESS,
				"This tenant is being erased. Send what is to be kept after that as a new request.")
			.retryAfter(Duration.ofSeconds(5));
	}

	/** The limit of the request is not that of a task. */
	static ProblemException unpaid(BudgetExceededException failure) {
		if (!"task".equals(failure.properties().get("scope"))) {
			return failure;
		}
		ProblemException problem = new ProblemException(ProblemCode.BUDGET_EXCEEDED,
				"The vectors of this document cost more than storing it may cost (max_cost_usd of the request, or "
						+ "agent-service.knowledge.limits.ingest-cost-usd). What was paid for is kept for an hour: put it "
						+ "again with a higher limit, or in parts.");
		failure.properties().forEach(problem::with);
		return problem;
	}

	/** Its vectors could not be made. */
	static ProblemException notEmbedded(ModelException failure) {
		return switch (failure.kind()) {
			case CONTENT_FILTERED -> new ProblemException(ProblemCode.INPUT_REJECTED,
					"The content filter of the embedding model's provider refused this document.", failure)
				.with("rule", "provider_content_filter");
			case UNAUTHORIZED, QUOTA_EXHAUSTED, UNKNOWN_MODEL, REJECTED, CONTEXT_TOO_LONG,
					CAP_SPENT ->
				new ProblemException(ProblemCode.MODELS_REFUSED,
						"The provider of the embedding model refuses requests, and that does not pass by itself. "
								+ "Ask whoever operates the service.",
						failure)
					.with("reason", failure.kind().name().toLowerCase(Locale.ROOT));
			case RATE_LIMITED, UNAVAILABLE, CONNECTION, TIMEOUT, MALFORMED, CIRCUIT_OPEN, BUSY -> new ProblemException(
					ProblemCode.MODELS_UNAVAILABLE,
					"The embedding model cannot be used right now. What was paid for is kept for an hour. Try again.",
					failure)
				.retryAfter(Objects.requireNonNullElse(failure.retryAfter(), Duration.ofSeconds(5)));
		};
	}

	/** Its passages could not be written into the index. */
	static ProblemException notIndexed(IndexUnavailableException failure) {
		return new ProblemException(ProblemCode.KNOWLEDGE_UNAVAILABLE,
				"The index of documents cannot be used right now; the version before still counts. What was paid for is "
						+ "kept for an hour. Try again.",
				failure)
			.retryAfter(Duration.ofSeconds(5));
	}

	static ProblemException late() {
		return new ProblemException(ProblemCode.DEADLINE_EXCEEDED,
				"The document was not stored in time; the version before still counts. Try again, or put it in parts.");
	}

}

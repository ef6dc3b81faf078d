package dev.agentservice.knowledge.ingest;

import java.time.Duration;

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
				"There may be at most %d %s. Delete what is not needed, or ask whoever operates the service."
					.formatted(most, of))
			.with("limit", most);
	}

	static ProblemException late() {
		return new ProblemException(ProblemCode.DEADLINE_EXCEEDED,
				"The document was not stored in time; the version before still counts. Try again, or put it in parts.");
	}

}

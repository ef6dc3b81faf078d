package dev.agentservice.support.web;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemFormat;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.state.RestoreGate;
import io.swagger.v3.oas.models.examples.Example;
import tools.jackson.databind.json.JsonMapper;

/**
 * An example of every problem, for the OpenAPI document.
 */
final class ProblemExamples {

	/** What every operation can answer; the others stand at their controllers. */
	static final Set<ProblemCode> SHARED = EnumSet.of(ProblemCode.INVALID_REQUEST, ProblemCode.UNAUTHENTICATED,
			ProblemCode.FORBIDDEN, ProblemCode.INTERNAL_ERROR, ProblemCode.BUDGET_UNAVAILABLE,
			ProblemCode.IDENTITY_UNAVAILABLE, ProblemCode.RESTORING);

	private static final String RUN = "run_01M838DWTC55J56BHF7KJFK35W";

	private ProblemExamples() {
	}

	/** Those of all problems with this status, by their codes. */
	static Map<String, Example> ofStatus(String status, ProblemFormat format) {
		return of(Arrays.asList(ProblemCode.values()), status, format);
	}

	/** Those of {@link #SHARED} problems with this status, by their codes. */
	static Map<String, Example> shared(String status, ProblemFormat format) {
		return of(SHARED, status, format);
	}

	private static Map<String, Example> of(Collection<ProblemCode> codes, String status, ProblemFormat format) {
		Map<String, Example> examples = new LinkedHashMap<>();
		codes.stream()
			.filter((code) -> Integer.toString(code.status().value()).equals(status))
			.forEach((code) -> examples.put(code.code(), example(problem(code), format)));
		return examples;
	}

	private static Example example(ProblemException problem, ProblemFormat format) {
		return new Example().value(JsonMapper.shared().readValue(format.json(problem), Map.class));
	}

	private static ProblemException problem(ProblemCode code) {
		return switch (code) {
			case INVALID_REQUEST -> new InvalidRequestException(List.of(new InvalidField("task", "is required"),
					new InvalidField("session_id", "must be 1 to 64 letters, digits, dots, _ or -, not only dots")));
			case UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, REQUEST_TIMEOUT,
					UNSUPPORTED_MEDIA_TYPE, INTERNAL_ERROR ->
				Problems.ofStatus(code.status().value());
			case SESSION_BUSY -> new ProblemException(code, "Another run is working on this session. Wait for it to "
					+ "finish; a new run waits by itself with \"on_busy\": \"queue\".");
			case RUN_IN_PROGRESS ->
				ofRun(code, "The run of this Idempotency-Key is still at work. Follow it at its Location.");
			case RUN_CANCELLED -> ofRun(code, "The run was cancelled before it had an answer.");
			case IDEMPOTENCY_KEY_REUSED -> new ProblemException(code,
					"This Idempotency-Key came with another request before. Use a new key for a new request.");
			case INPUT_TOO_LARGE ->
				new ProblemException(code, "The body is larger than 1048576 bytes.").with("limit", 1_048_576);
			case INPUT_REJECTED -> ofRun(code, "The model provider's content filter refused this task.").with("rule",
					"provider_content_filter");
			case OUTPUT_CAP_REACHED -> ofRun(code, "The model used up its completion tokens before it wrote a word. "
					+ "Allow more with max_output_tokens, or let the agent's model think less.");
			case RATE_LIMITED, BUDGET_EXCEEDED, STORAGE_EXCEEDED, NOT_SUPPORTED_HERE -> refused(code);
			case AGENT_DISABLED, OVERLOADED, IDENTITY_UNAVAILABLE -> new ProblemException(code, notNow(code));
			case MODELS_UNAVAILABLE -> ofRun(code, "No model of this agent can answer right now. Try again later.");
			case MODELS_REFUSED ->
				ofRun(code,
						"The providers of this agent's models refuse its requests, and that does "
								+ "not pass by itself. Ask whoever operates the service.")
					.with("reason", "unauthorized");
			case BUDGET_UNAVAILABLE -> new StoreUnavailableException("admit", new TimeoutException());
			case DOCUMENT_BUSY, COLLECTION_BOUND, COLLECTION_FULL, VERSION_MISMATCH, KNOWLEDGE_UNAVAILABLE ->
				ofKnowledge(code);
			case ERASURE_IN_PROGRESS, ERASED, RESTORING -> ofErasure(code);
			case OWNER_LOST, GUARD_UNAVAILABLE, QUEUE_FULL, RUN_EXPIRED, JOURNAL_LOST, POISONED, DEADLINE_EXCEEDED ->
				late(code);
		};
	}

	/** During and after an erasure. */
	private static ProblemException ofErasure(ProblemCode code) {
		return switch (code) {
			case ERASED -> ofRun(code, "The user's data were erased. Nothing of this run was kept.");
			case RESTORING -> RestoreGate.problem();
			default -> new ProblemException(code,
					"This user's data are being erased. Send what is to be kept after that as a new request.");
		};
	}

	/** Of documents and collections. */
	private static ProblemException ofKnowledge(ProblemCode code) {
		return new ProblemException(code, switch (code) {
			case DOCUMENT_BUSY -> "Another request stores this document at the moment. Try again.";
			case COLLECTION_BOUND -> "The collection was made with another embedding model than is configured.";
			case COLLECTION_FULL -> "The collection holds as much as it may.";
			case VERSION_MISMATCH -> "The document has another version.";
			default -> "What this agent has to know cannot be looked up right now. Try again later.";
		});
	}

	/** Runs that wait, or that ended before they had an answer. */
	private static ProblemException late(ProblemCode code) {
		return switch (code) {
			case OWNER_LOST ->
				ofRun(code, "The replica that worked on this run is gone. Send the request again; with the "
						+ "same Idempotency-Key it goes on after the last finished step.");
			case GUARD_UNAVAILABLE -> ofRun(code, "The text could not be checked. Please try again.");
			case QUEUE_FULL -> new ProblemException(code,
					"Too many runs of this user wait. Please wait until some of them have ended.")
				.with("scope", "user");
			case RUN_EXPIRED ->
				ofRun(code, "The run's time to live passed while it waited. Send the task as a new request.");
			case JOURNAL_LOST ->
				ofRun(code, "What this run had finished is not stored any more, so it cannot go on. Send the request "
						+ "with another Idempotency-Key, and find out before what the run has done.");
			case DEADLINE_EXCEEDED ->
				ofRun(code, "The run did not finish within the agent's time limit. Try a smaller task.");
			default -> ofRun(code, "Every replica that worked on this run was lost before it finished a step. "
					+ "An operator has been told.");
		};
	}

	/** What a limit refuses, or the deployment cannot do. */
	private static ProblemException refused(ProblemCode code) {
		return switch (code) {
			case RATE_LIMITED -> new ProblemException(code, "Too many requests of this user: 60 are allowed per 60 "
					+ "seconds. Please try again in 12 seconds.")
				.with("limit", "user-requests");
			case NOT_SUPPORTED_HERE -> new ProblemException(code,
					"Runs end with their requests here. Leave out Prefer: respond-async and on_disconnect: detach, and "
							+ "wait for the answer or its stream.");
			case STORAGE_EXCEEDED -> new ProblemException(code,
					"Too much is stored of this user. Delete conversations that are no longer needed, or wait until "
							+ "runs and conversations have expired.")
				.with("scope", "user")
				.with("limit_bytes", 67_108_864)
				.with("stored_bytes", 67_110_000);
			default -> ofRun(code, "Daily budget exceeded. Try again tomorrow.").with("scope", "user")
				.with("limit_usd", 10)
				.with("spent_usd", 10)
				.with("reserved_usd", 0)
				.with("left_usd", 0)
				.with("needed_usd", 0.00425)
				.with("resets_at", "2026-11-24T00:00:00Z");
		};
	}

	/** What is refused before there is a run, and may work later. */
	private static String notNow(ProblemCode code) {
		return switch (code) {
			case AGENT_DISABLED -> "This agent is switched off at the moment. Try again later, or use another.";
			case OVERLOADED -> "There are too many runs at the moment. Please try again soon.";
			default -> "JWTs cannot be checked at the moment. Try again shortly.";
		};
	}

	private static ProblemException ofRun(ProblemCode code, String detail) {
		return new ProblemException(code, detail).with("run_id", RUN);
	}

}

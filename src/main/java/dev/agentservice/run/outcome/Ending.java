package dev.agentservice.run.outcome;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;
import dev.agentservice.run.record.RunState;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemDocument;
import dev.agentservice.support.problem.ProblemException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;

/**
 * How a run is to end, as it is stored and as its last event says; and back to the
 * outcome, which clients then get word by word.
 *
 * @param status the label of an {@link RunState.Ended}
 * @param event the name of the last event, for example {@code run.completed}
 * @param data the data of that event, as JSON; kept in the record, too
 * @param again whether a retry with the same idempotency key may continue this run
 */
public record Ending(String status, String event, String data, boolean again) {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	/** The ending that its owner wants for a run. */
	public static Ending of(String runId, RunOutcome outcome) {
		return switch (outcome) {
			case Succeeded succeeded ->
				new Ending("succeeded", "run.completed", MAPPER.writeValueAsString(succeeded.answer()), false);
			case Failed failed -> failed(failed.problem());
			case Cancelled cancelled -> cancelled(runId, cancelled.reason());
		};
	}

	/**
	 * With a problem: {@code failed}, or {@code rejected} if a limit or a rule ended it.
	 * A retry may continue after the service's or a provider's fault, and after what a
	 * limit ended, or an operator who switched the agent off: both pass. All attempts of
	 * a run share its time, so none may follow when that is up, nor when its journal is
	 * lost.
	 */
	public static Ending failed(ProblemException problem) {
		boolean ours = problem.code().isFailure();
		boolean passes = problem.code().status() == HttpStatus.TOO_MANY_REQUESTS
				|| problem.code() == ProblemCode.AGENT_DISABLED;
		boolean isFinal = problem.code() == ProblemCode.DEADLINE_EXCEEDED || problem.code() == ProblemCode.JOURNAL_LOST;
		return new Ending(ours ? "failed" : "rejected", "run.failed", ProblemDocument.stored(problem),
				(ours || passes) && !isFinal);
	}

	/** Cancelled, for example because its client asked for that. */
	public static Ending cancelled(String runId, String reason) {
		return new Ending("cancelled", "run.cancelled",
				MAPPER.writeValueAsString(Map.of("run_id", runId, "reason", reason)), false);
	}

	/** The problem of a run whose replica is gone. */
	public static ProblemException lostProblem(String runId) {
		return new ProblemException(ProblemCode.OWNER_LOST,
				"The replica that worked on this run is gone. Send the request again; with the same Idempotency-Key "
						+ "it goes on after the last finished step.")
			.with("run_id", runId)
			.retryAfter(Duration.ofSeconds(1));
	}

	/** The problem of a run whose time to live passed while it waited. */
	public static ProblemException expiredProblem(String runId) {
		return new ProblemException(ProblemCode.RUN_EXPIRED,
				"The run's time to live passed while it waited. Send the task as a new request.")
			.with("run_id", runId);
	}

	/** The problem of a run, or a waiting request, from before an erasure. */
	public static ProblemException erasedProblem() {
		return new ProblemException(ProblemCode.ERASED,
				"The user's data were erased after this request had come. Nothing of it was kept.");
	}

	/**
	 * The problem of a run whose write was refused.
	 * @param erased whether that was because the user's data were erased; otherwise the
	 * run is another owner's
	 */
	public static ProblemException refused(boolean erased, String runId) {
		return erased ? erasedProblem() : lostProblem(runId);
	}

	/**
	 * The problem of a run whose finished steps are gone. To begin anew would pay for
	 * them, and do them, twice.
	 */
	public static ProblemException journalLostProblem(String runId) {
		return new ProblemException(ProblemCode.JOURNAL_LOST,
				"What this run had finished is not stored any more, so it cannot go on. Send the request with another "
						+ "Idempotency-Key, and find out before what the run has done.")
			.with("run_id", runId);
	}

	/** The problem of a run that lost too many owners in a row. */
	public static ProblemException poisonedProblem(String runId) {
		return new ProblemException(ProblemCode.POISONED,
				"Every replica that worked on this run was lost before it finished a step. An operator has been told.")
			.with("run_id", runId);
	}

	/** The outcome that a record holds. */
	public static RunOutcome outcome(RunState.Ended state) {
		return switch (state) {
			case RunState.Succeeded succeeded -> new Succeeded(MAPPER.readValue(succeeded.data(), RunAnswer.class));
			case RunState.Failed failed -> new Failed(ProblemDocument.read(failed.data()));
			case RunState.Rejected rejected -> new Failed(ProblemDocument.read(rejected.data()));
			case RunState.Cancelled cancelled -> cancelled(MAPPER.readTree(cancelled.data()));
		};
	}

	private static Cancelled cancelled(JsonNode data) {
		return new Cancelled(data.path("reason").asString("requested"),
				data.path(DoubtfulCall.MEMBER)
					.valueStream()
					.map((call) -> MAPPER.treeToValue(call, DoubtfulCall.class))
					.toList());
	}

}

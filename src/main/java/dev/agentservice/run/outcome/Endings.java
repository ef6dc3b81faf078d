package dev.agentservice.run.outcome;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemDocument;
import dev.agentservice.support.problem.ProblemException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;

/**
 * The endings that need no owner.
 */
public final class Endings {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private Endings() {
	}

	/**
	 * With a problem: {@code failed}, or {@code rejected} if a limit or a rule ended it.
	 * A retry may go on with what was our or a provider's fault, and with what a limit
	 * ended, or an operator who switched the agent off: both pass. All attempts of a run
	 * share its time, so none may follow when that is up.
	 */
	public static Ending failed(ProblemException problem) {
		boolean ours = problem.code().isFailure();
		boolean passes = problem.code().status() == HttpStatus.TOO_MANY_REQUESTS
				|| problem.code() == ProblemCode.AGENT_DISABLED;
		boolean timeIsUp = problem.code() == ProblemCode.DEADLINE_EXCEEDED;
		return new Ending(ours ? "failed" : "rejected", "run.failed", json(problem), (ours || passes) && !timeIsUp);
	}

	/** What a client is told of a run whose replica is gone. */
	public static ProblemException lostProblem(String runId) {
		return new ProblemException(ProblemCode.OWNER_LOST,
				"The replica that worked on this run is gone. Send the request again; with the same Idempotency-Key "
						+ "it goes on after the last finished step.")
			.with("run_id", runId)
			.retryAfter(Duration.ofSeconds(1));
	}

	/** Somebody stopped it. */
	public static Ending cancelled(String runId, String reason) {
		return new Ending("cancelled", "run.cancelled",
				MAPPER.writeValueAsString(Map.of("run_id", runId, "reason", reason)), false);
	}

	/** The problem document; what a header says over HTTP has to stand in it here. */
	private static String json(ProblemException problem) {
		ProblemDocument document = ProblemDocument.of(problem);
		Map<String, Object> members = new LinkedHashMap<>(document.properties());
		if (problem.retryAfter() != null) {
			members.put("retry_after", problem.retryAfter().plusNanos(999_999_999).toSeconds());
		}
		return new String(new ProblemDocument(document.type(), document.title(), document.status(), document.detail(),
				document.code(), members)
			.json(), StandardCharsets.UTF_8);
	}

}

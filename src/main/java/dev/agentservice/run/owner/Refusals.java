package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.script.AdmitReply;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;

/**
 * Why a run was not admitted, as its client gets it.
 *
 * @param storage words what is full
 */
record Refusals(Storage storage) {

	private static final Duration RETRY_SOON = Duration.ofSeconds(1);

	private static final Duration RETRY_ERASING = Duration.ofSeconds(5);

	/** Whatever was deleted since makes room in the tenant, too. */
	ProblemException full(RunTicket ticket, AdmitReply.Full full) {
		this.storage.changed(ticket.caller().tag());
		return this.storage.userExceeded(full.bytes(), full.lessIn());
	}

	ProblemException reused() {
		return new ProblemException(ProblemCode.IDEMPOTENCY_KEY_REUSED,
				"This Idempotency-Key came with another request before. Use a new key for a new request.");
	}

	ProblemException of(AdmitReply.ForErasure refusal) {
		return switch (refusal) {
			case AdmitReply.Erased _ -> Ending.erasedProblem();
			case AdmitReply.Erasing _ -> new ProblemException(ProblemCode.ERASURE_IN_PROGRESS,
					"This user's data are being erased. Send what is to be kept after that as a new request.")
				.retryAfter(RETRY_ERASING);
			case AdmitReply.Blocked _ -> new ProblemException(ProblemCode.FORBIDDEN,
					"This user's data were erased, and the user is blocked. An operator can lift the block.");
		};
	}

	StoreUnavailableException late() {
		return new StoreUnavailableException("run-admit", new TimeoutException());
	}

	ProblemException inProgress(String runId) {
		return new ProblemException(ProblemCode.RUN_IN_PROGRESS,
				"The run of this Idempotency-Key is still at work. Follow it at its Location.")
			.with("run_id", runId)
			.location("/runs/" + runId)
			.retryAfter(RETRY_SOON);
	}

}

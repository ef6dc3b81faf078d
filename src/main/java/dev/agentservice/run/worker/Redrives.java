package dev.agentservice.run.worker;

import java.util.List;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTags;
import dev.agentservice.run.owner.WaitingRuns;
import dev.agentservice.run.owner.waiting.RedriveReply;
import dev.agentservice.run.queue.DeadRun;
import dev.agentservice.run.queue.DeadRuns;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.support.platform.PlatformProperties;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Shows operators the dead runs of their tenant, and has them executed again.
 */
@Component
public class Redrives {

	/** What a redrive is called in the audit log. */
	static final String REDRIVE = "run.redrive";

	private final DeadRuns deadRuns;

	private final WaitingRuns waiting;

	private final UserTags tags;

	private final Audit audit;

	private final PlatformProperties platform;

	Redrives(DeadRuns deadRuns, WaitingRuns waiting, UserTags tags, Audit audit, PlatformProperties platform) {
		this.deadRuns = deadRuns;
		this.waiting = waiting;
		this.tags = tags;
		this.audit = audit;
		this.platform = platform;
	}

	/**
	 * The dead runs of the operator's tenant, the newest first.
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public List<DeadRun> list(Caller operator) {
		return this.deadRuns.list(this.tags.ofTenant(operator.tenant()));
	}

	/**
	 * Queues a dead run again, behind its last finished step and with a new time to live.
	 * Recorded before it is done.
	 * @throws ProblemException {@code not_found} if the operator's tenant has no such
	 * run, or it cannot be continued any more; {@code not_supported_here} where there are
	 * only requests: nobody would take it
	 * @throws StoreUnavailableException if Redis is unavailable; it may be queued or not
	 */
	public void redrive(Caller operator, String runId) {
		if (this.platform.onlyRequests()) {
			throw new ProblemException(ProblemCode.NOT_SUPPORTED_HERE,
					"Nothing takes runs from the queue here. Redrive it at a deployment with servers, or send its request"
							+ " again.");
		}
		DeadRun dead = list(operator).stream()
			.filter((one) -> one.run().equals(runId))
			.findFirst()
			.orElseThrow(RunRecords::notFound);
		this.audit.record(AuditEntry.by(operator, REDRIVE, runId, "failed", "queued"));
		RedriveReply.Outcome outcome = this.waiting.redrive(dead.user(), runId);
		this.deadRuns.remove(this.tags.ofTenant(operator.tenant()), dead.user(), runId);
		switch (outcome) {
			case QUEUED, WAITS -> {
				// It is in the queue, perhaps since an earlier request.
			}
			case GONE, OVER, ERASED -> throw RunRecords.notFound();
		}
	}

}

package dev.agentservice.run.web;

import java.time.Instant;
import java.util.List;

import dev.agentservice.identity.Caller;
import dev.agentservice.run.queue.DeadRun;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.run.worker.Redrives;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Dead runs of the operator's own tenant.
 */
@RestController
@RequestMapping("/ops/dead")
@Tag(name = "Operations")
class DeadRunController {

	private final Redrives redrives;

	DeadRunController(Redrives redrives) {
		this.redrives = redrives;
	}

	@GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "List the dead runs of your tenant",
			description = "Runs that were given up because each replica that worked on them was lost before it finished "
					+ "a step, the newest first; at most 1,000.")
	@ApiResponse(responseCode = "200", description = "The dead runs")
	DeadRunList list(@Parameter(hidden = true) Caller caller) {
		return new DeadRunList(this.redrives.list(caller).stream().map(DeadRunView::of).toList());
	}

	@PostMapping("/{run_id}/redrive")
	@ResponseStatus(HttpStatus.ACCEPTED)
	@Operation(summary = "Execute a dead run again",
			description = "It goes on behind its last finished step, with a new time to live. "
					+ "The change is in `GET /ops/audit` before it is made.")
	@ApiResponse(responseCode = "202", description = "It waits for a worker")
	@ApiResponse(responseCode = "400", description = "`not_supported_here`: there are no workers")
	@ApiResponse(responseCode = "404",
			description = "Your tenant has no such dead run, or it cannot be continued any more")
	void redrive(@Parameter(hidden = true) Caller caller,
			@PathVariable("run_id") @Parameter(example = "run_01M838DWTC55J56BHF7KJFK35W") String runId) {
		this.redrives.redrive(caller, RunRecords.requireId(runId));
	}

	/** Dead runs. */
	record DeadRunList(List<DeadRunView> runs) {

	}

	/** A run that was given up. */
	@Schema(name = "DeadRun", description = "A run that was given up.")
	record DeadRunView(@Schema(example = "run_01M838DWTC55J56BHF7KJFK35W") String runId,
			@Schema(description = "The tag of its user") String user,
			@Schema(description = "When it was given up") Instant since) {

		static DeadRunView of(DeadRun run) {
			return new DeadRunView(run.run(), run.user().value(), run.since());
		}

	}

}

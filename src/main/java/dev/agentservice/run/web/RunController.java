package dev.agentservice.run.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.run.admission.KillSwitch;
import dev.agentservice.run.owner.CancelRequests;
import dev.agentservice.run.owner.CurrentRuns;
import dev.agentservice.run.record.RunFilter;
import dev.agentservice.run.record.RunRecord;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.run.record.RunState;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A user's own runs. Other users' runs are not found.
 */
@RestController
@RequestMapping("/runs")
@Tag(name = "Runs", description = "What became of tasks")
class RunController {

	private static final String STATUS = "queued|running|cancelling|succeeded|failed|rejected|cancelled";

	private final CurrentRuns runs;

	private final CancelRequests cancels;

	private final KillSwitch killSwitch;

	RunController(CurrentRuns runs, CancelRequests cancels, KillSwitch killSwitch) {
		this.runs = runs;
		this.cancels = cancels;
		this.killSwitch = killSwitch;
	}

	@GetMapping
	@Operation(summary = "List your runs", description = "Newest first, without their answers.")
	@ApiResponse(responseCode = "200", description = "A page of runs; it may be short and still have a `next`")
	RunList list(@Parameter(hidden = true) Caller caller,
			@Parameter(description = "Only of this conversation", example = "order-1234") @RequestParam(
					name = "session_id", required = false) @Nullable String sessionId,
			@Parameter(schema = @Schema(allowableValues = { "queued", "running", "cancelling", "succeeded", "failed",
					"rejected", "cancelled" })) @RequestParam(required = false) @Pattern(regexp = STATUS,
							message = "must be a status: {regexp}") @Nullable String status,
			@Parameter(description = "The `next` of the page before",
					example = "run_01M838DWTC55J56BHF7KJFK35W") @RequestParam(required = false) @Nullable String after,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
		if (after != null && !RunRecords.isId(after)) {
			throw new ProblemException(ProblemCode.INVALID_REQUEST, "after must be the id of a run.");
		}
		RunFilter filter = new RunFilter(sessionId, status);
		return RunList.of(this.runs.list(caller.tag(), filter, after, limit));
	}

	@GetMapping("/{id}")
	@Operation(summary = "Read a run", description = "With its answer or problem once it is over.")
	@ApiResponse(responseCode = "200", description = "The run")
	@ApiResponse(responseCode = "404", description = "You have no such run, or not any more")
	RunView find(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "run_01M838DWTC55J56BHF7KJFK35W") String id) {
		RunRecord run = this.runs.find(caller.tag(), RunRecords.requireId(id));
		boolean held = run.state() instanceof RunState.Waiting && !this.killSwitch.allows(caller, run.agent());
		return RunView.of(run).heldBy(held ? ProblemCode.AGENT_DISABLED.code() : null);
	}

	@PostMapping("/{id}/cancel")
	@Operation(summary = "Stop a run", description = """
			Reaches the run on whatever replica it is, closes its model's connection and interrupts its tools. \
			What was used is charged. Asking again does no harm; a run that is over stays as it is.""")
	@ApiResponse(responseCode = "200", description = "The run was over before")
	@ApiResponse(responseCode = "202",
			description = "It is `cancelling` until it has stopped, then `cancelled`; a queued run is `cancelled` at once")
	@ApiResponse(responseCode = "404", description = "You have no such run, or not any more")
	ResponseEntity<RunView> cancel(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "run_01M838DWTC55J56BHF7KJFK35W") String id) {
		CancelRequests.Reply reply = this.cancels.cancel(caller.tag(), RunRecords.requireId(id));
		return ResponseEntity.status(reply.asked() ? 202 : 200).body(RunView.of(reply.run()));
	}

}

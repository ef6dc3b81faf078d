package dev.agentservice.run.web;

import dev.agentservice.agent.RunEvent.RunCancelled;
import dev.agentservice.agent.RunEvent.RunCompleted;
import dev.agentservice.agent.RunEvent.RunFailed;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateLimitHeaders;
import dev.agentservice.run.FinishedRun;
import dev.agentservice.run.RunAnswer;
import dev.agentservice.run.RunCommand;
import dev.agentservice.run.Runs;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Agents")
class AgentController {

	private final Runs runs;

	AgentController(Runs runs) {
		this.runs = runs;
	}

	@PostMapping(path = "/agent", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@RunOperation
	RunAnswer run(Caller caller, @RequestBody AgentRequest request, HttpServletResponse response) {
		RunCommand command = request.toCommand();
		FinishedRun run = this.runs.execute(caller, command, (event) -> {
		});
		RateLimitHeaders.of(run.rateLimits()).forEach(response::setHeader);
		return switch (run.end()) {
			case RunCompleted completed -> RunAnswer.of(run.id(), command, completed.result());
			case RunFailed failed -> throw failed.problem().with("run_id", run.id());
			case RunCancelled cancelled -> throw cancelled(run.id(), cancelled);
		};
	}

	private static ProblemException cancelled(String runId, RunCancelled cancelled) {
		return switch (cancelled.reason()) {
			case TURN_LOST -> new ProblemException(ProblemCode.SESSION_BUSY,
					"This run lost its turn in the session; nothing of it was kept. Try again.")
				.with("run_id", runId);
			case REQUESTED, SHUTDOWN -> new ProblemException(ProblemCode.INTERNAL_ERROR,
					"The run was stopped before it had an answer. Please try again.")
				.with("run_id", runId);
		};
	}

}

package dev.agentservice.run.interaction.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTags;
import dev.agentservice.run.interaction.OpenedLines;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Opens lines of the interaction log for those who may read what users wrote.
 */
@RestController
@Tag(name = "Users")
class InteractionController {

	private final OpenedLines lines;

	private final UserTags tags;

	InteractionController(OpenedLines lines, UserTags tags) {
		this.lines = lines;
		this.tags = tags;
	}

	@PostMapping(path = "/users/{id}/interactions/open", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	@Operation(summary = "Open lines of the interaction log",
			description = "Needs the scope `privacy`. Of each line `run_id`, `seal` and `sealed` as the log has them; at "
					+ "most 1,000, in several requests if they are too large for one. Answers with what the user's keys "
					+ "open, and how many lines they do not. Each request is audited.")
	OpenedLines.Opened open(Caller caller,
			@PathVariable @Parameter(description = "A user's id.", example = "ada") String id,
			@RequestBody OpenRequest request) {
		if (!caller.scopes().contains(Scope.PRIVACY)) {
			throw new ProblemException(ProblemCode.FORBIDDEN,
					"Only a credential with the scope privacy may open lines of the interaction log.");
		}
		String user = PrincipalName.of(id)
			.orElseThrow(() -> new InvalidRequestException("id", "must be " + PrincipalName.EXPECTATION));
		return this.lines.open(caller, "me".equals(id) ? caller.tag() : this.tags.of(caller.tenant(), user),
				request.reason(), request.lines());
	}

}

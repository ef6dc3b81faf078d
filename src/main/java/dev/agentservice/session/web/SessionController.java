package dev.agentservice.session.web;

import dev.agentservice.identity.Caller;
import dev.agentservice.session.Session;
import dev.agentservice.session.SessionId;
import dev.agentservice.session.SessionPage;
import dev.agentservice.session.Sessions;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A user's own conversations. Somebody else's are not found.
 */
@RestController
@RequestMapping("/sessions")
@Tag(name = "Sessions", description = "Conversations kept by the service")
class SessionController {

	private static final String PAGE = """
			{"sessions": [{"id": "support-1234", "agent": "assistant", "created_at": "2026-11-23T09:30:00Z",
			  "updated_at": "2026-11-23T09:31:12Z", "turns": 2}], "next": "support-1234"}""";

	private static final String SESSION = """
			{"id": "support-1234", "agent": "assistant", "created_at": "2026-11-23T09:30:00Z",
			 "updated_at": "2026-11-23T09:30:00Z",
			 "turns": [{"run_id": "run_01KAQ6Z3W2T9YB4N8C5D7E6F0G", "at": "2026-11-23T09:30:00Z", "messages": [
			   {"role": "user", "text": "What is 17 * 3?"},
			   {"role": "assistant", "tool_calls": [{"id": "call_1", "name": "calculator", "arguments": "{\\"expression\\":\\"17*3\\"}"}]},
			   {"role": "tool", "call_id": "call_1", "name": "calculator", "text": "51", "trusted": true},
			   {"role": "assistant", "text": "17 * 3 is 51."}], "careful": false}]}""";

	private final Sessions sessions;

	SessionController(Sessions sessions) {
		this.sessions = sessions;
	}

	@GetMapping
	@Operation(summary = "List your sessions", description = "In the order of their ids.")
	@ApiResponse(responseCode = "200", description = "A page of sessions",
			content = @Content(examples = @ExampleObject(PAGE)))
	SessionPage list(@Parameter(hidden = true) Caller caller,
			@Parameter(description = "The `next` of the page before",
					example = "support-1234") @RequestParam(required = false) @Nullable String after,
			@RequestParam(defaultValue = "20") @Min(1) @Max(100) int limit) {
		return this.sessions.list(caller, (after != null) ? cursor(after) : null, limit);
	}

	@GetMapping("/{id}")
	@Operation(summary = "Read a session with its turns")
	@ApiResponse(responseCode = "200", description = "The session",
			content = @Content(examples = @ExampleObject(SESSION)))
	@ApiResponse(responseCode = "404", description = "You have no such session")
	Session find(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "support-1234") String id) {
		return this.sessions.find(caller, known(id));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(summary = "Delete a session", description = "Refused with `session_busy` while a run has it.")
	@ApiResponse(responseCode = "204", description = "It is gone")
	@ApiResponse(responseCode = "404", description = "You have no such session")
	@ApiResponse(responseCode = "409", description = "A run has the session")
	void delete(@Parameter(hidden = true) Caller caller, @PathVariable @Parameter(example = "support-1234") String id) {
		this.sessions.delete(caller, known(id));
	}

	/** What is no id cannot be found. */
	private static SessionId known(String id) {
		try {
			return new SessionId(id);
		}
		catch (IllegalArgumentException _) {
			throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such session.");
		}
	}

	private static SessionId cursor(String after) {
		try {
			return new SessionId(after);
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(ProblemCode.INVALID_REQUEST, "after " + ex.getMessage(), ex);
		}
	}

}

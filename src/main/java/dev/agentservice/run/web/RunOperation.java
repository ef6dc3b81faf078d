package dev.agentservice.run.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.agentservice.run.outcome.RunAnswer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.MediaType;

/**
 * What the OpenAPI document says of {@code POST /agent}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(summary = "Give an agent a task",
		description = """
				Only `task` is required. Without a `session_id` nothing is kept; with one the conversation is made at its \
				first use and goes on at any replica. `model` says which model answered, `steps` what was done, `notices` \
				what to know about the answer. Every problem of a run carries its `run_id`.

				With `Accept: text/event-stream` the answer is a stream of events: `run.started`, `step.started`, \
				`step.finished`, `answer.delta`, `answer.reset`, and exactly one of `run.completed` (the same body), `run.failed` \
				(a problem), `run.cancelled`. A stream without one of these was cut: go on at `GET /runs/{id}/events`; \
				`Location` names the run.

				With `Prefer: respond-async` the answer is 202 as soon as the run is stored: it is executed in the background, \
				and `Location` is where to ask for its end.

				With an `Idempotency-Key` you may send the same request again: you get the same run, and a run that failed \
				goes on after its last finished step.""")
@ApiResponse(responseCode = "200", description = "The answer, or the events until it is there",
		content = { @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
				schema = @Schema(implementation = RunAnswer.class), examples = @ExampleObject(RunOperation.ANSWER)),
				@Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"),
						examples = @ExampleObject(RunOperation.EVENTS)) })
@ApiResponse(responseCode = "202",
		description = "With `Prefer: respond-async`: the run waits for a replica, at `Location`",
		content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
				schema = @Schema(implementation = RunView.class)))
@ApiResponse(responseCode = "400",
		description = "The request is malformed, `errors` lists each bad field; or this deployment cannot do it, such as to "
				+ "go on with a run without its client")
@ApiResponse(responseCode = "409",
		description = "Another run has the session; or the run of this `Idempotency-Key` is still at work, at `Location`; "
				+ "or the run was cancelled")
@ApiResponse(responseCode = "413", description = "The body, the task or its tokens are over a limit; nothing was cut")
@ApiResponse(responseCode = "415", description = "The body is not JSON")
@ApiResponse(responseCode = "422",
		description = "The text was refused, `rule` names the rule; "
				+ "or the `Idempotency-Key` came with another request before")
@ApiResponse(responseCode = "429",
		description = "Over a rate limit, a budget or the limit of what is stored, or too many runs under way, waiting runs or open streams; "
				+ "`Retry-After` says when to come back")
@ApiResponse(responseCode = "502",
		description = "The models' providers refuse the service's requests, for `reason`, and that does not pass by itself")
@ApiResponse(responseCode = "503",
		description = "There is no place for another run, models, the store or the issuer of tokens cannot be reached, "
				+ "or an operator switched the agent off")
@ApiResponse(responseCode = "504", description = "The agent's time limit has passed")
@interface RunOperation {

	/** As the assistant answers the task of the request's example. */
	String ANSWER = """
			{"run_id": "run_01M838DWTC55J56BHF7KJFK35W", "session_id": "order-1234", "agent": "assistant",
			 "status": "succeeded", "answer": "17 % of 349.90 is 59.483. In Tokyo it is 12:50 on Monday.",
			 "model": "anthropic/claude-haiku-4-5",
			 "usage": {"input_tokens": 2199, "cached_input_tokens": 0, "output_tokens": 164, "cost_usd": 0.003019},
			 "latency_ms": {"planning": 1541, "tool_execution": 169, "response_generation": 1873, "total": 3592},
			 "steps": [{"type": "model", "name": "anthropic/claude-haiku-4-5", "ms": 1541, "outcome": "ok"},
			   {"type": "tool", "name": "calculator", "ms": 43, "outcome": "ok"},
			   {"type": "tool", "name": "current_time", "ms": 167, "outcome": "ok"},
			   {"type": "model", "name": "anthropic/claude-haiku-4-5", "ms": 1873, "outcome": "ok"}],
			 "notices": []}""";

	/** The beginning of a stream. */
	String EVENTS = """
			:

			id: 1
			event: run.started
			data: {"run_id":"run_01M838DWTC55J56BHF7KJFK35W","agent":"assistant","revision":"3f9a0c1d2b4e"}

			id: 2
			event: step.started
			data: {"type":"model","name":"anthropic/claude-haiku-4-5"}

			id: 3
			event: answer.delta
			data: {"text":"It is "}

			""";

}

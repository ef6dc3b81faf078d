package dev.agentservice.run.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.MediaType;

/**
 * What the OpenAPI document says of {@code GET /runs/{id}/events}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Operation(summary = "Follow a run's events", description = """
		What has happened so far, then what happens next, up to exactly one of `run.completed`, `run.failed` and \
		`run.cancelled`. A stream that ends without one of these was cut: come back with `Last-Event-ID`, at any \
		replica, and it goes on behind that event. If the events behind it are gone, `answer.snapshot` tells the \
		answer so far in their place. A comment line every few seconds of silence keeps the connection alive.""")
@ApiResponse(responseCode = "200", description = "The events",
		content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string"),
				examples = @ExampleObject(RunEventsOperation.STREAM)))
@ApiResponse(responseCode = "204", description = "You have the last event already; there is nothing to come back for",
		content = @Content)
@ApiResponse(responseCode = "404", description = "You have no such run")
@ApiResponse(responseCode = "429", description = "You have too many streams open on this replica")
@interface RunEventsOperation {

	/** The end of a short run. */
	String STREAM = """
			id: 6
			event: answer.delta
			data: {"text":"It is 12:50"}

			id: 7
			event: answer.delta
			data: {"text":" in Tokyo."}

			id: 8
			event: run.completed
			data: {"run_id":"run_01M838DWTC55J56BHF7KJFK35W","status":"succeeded","answer":"It is 12:50 in Tokyo."}

			""";

}

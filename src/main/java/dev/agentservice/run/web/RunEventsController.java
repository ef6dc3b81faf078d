package dev.agentservice.run.web;

import java.io.IOException;
import java.util.regex.Pattern;

import dev.agentservice.identity.Caller;
import dev.agentservice.run.event.RunEvents;
import dev.agentservice.support.problem.InvalidRequestException;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * The events of a run, for clients that lost their connection or never had one.
 */
@RestController
@Tag(name = "Runs")
class RunEventsController {

	private static final String LAST_EVENT_ID = "Last-Event-ID";

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

	private final RunEvents events;

	RunEventsController(RunEvents events) {
		this.events = events;
	}

	@GetMapping(path = "/runs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@RunEventsOperation
	void follow(@Parameter(hidden = true) Caller caller,
			@PathVariable @Parameter(example = "run_01M838DWTC55J56BHF7KJFK35W") String id,
			@RequestHeader(name = LAST_EVENT_ID, required = false) @Parameter(
					description = "The `id` of the last event you have; without it you get all there are",
					example = "17") @Nullable String lastEventId,
			HttpServletResponse response) throws IOException {
		SseWriter writer = new SseWriter(response);
		long cursor = cursor(lastEventId);
		try (RunEvents.Seat _ = this.events.seat(caller.tag())) {
			this.events.read(caller.tag(), id, cursor, writer);
		}
		if (!writer.begun()) {
			response.setStatus(HttpStatus.NO_CONTENT.value());
		}
	}

	private static long cursor(@Nullable String lastEventId) {
		if (lastEventId == null || lastEventId.isEmpty()) {
			return RunEvents.BEGINNING;
		}
		if (!NUMBER.matcher(lastEventId).matches()) {
			throw new InvalidRequestException(LAST_EVENT_ID, "must be the id of an event, a whole number");
		}
		return Long.parseLong(lastEventId);
	}

}

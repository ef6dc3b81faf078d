package dev.agentservice.run.web;

import java.io.IOException;
import java.util.List;

import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateLimitHeaders;
import dev.agentservice.run.AcceptedRun;
import dev.agentservice.run.Runs;
import dev.agentservice.run.StartedRun;
import dev.agentservice.run.admission.Entry;
import dev.agentservice.run.admission.StartsRun;
import dev.agentservice.run.event.RunEvents;
import dev.agentservice.run.order.IdempotencyKey;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.order.RunMode;
import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.support.state.StateProperties;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Agents")
class AgentController {

	private static final String PREFER = "Prefer";

	private final Runs runs;

	private final RunEvents events;

	private final RunProperties properties;

	private final StateProperties state;

	AgentController(Runs runs, RunEvents events, RunProperties properties, StateProperties state) {
		this.runs = runs;
		this.events = events;
		this.properties = properties;
		this.state = state;
	}

	/** Null when the answer was streamed: then it has been sent already. */
	@PostMapping(path = "/agent", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE })
	@RunOperation
	@StartsRun
	@Nullable Object run(@Parameter(hidden = true) Caller caller,
			@Parameter(hidden = true) @RequestAttribute(Entry.ATTRIBUTE) Entry entry, @RequestBody AgentRequest request,
			@Parameter(description = "Your name for this request: who sends it again gets the same run",
					example = "order-1234-question-1") @RequestHeader(name = IdempotencyKey.HEADER,
							required = false) @Nullable String idempotencyKey,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept,
			@Parameter(description = "`respond-async`: answer at once, and execute the run in the background",
					example = "respond-async") @RequestHeader(name = PREFER,
							required = false) @Nullable List<String> prefer,
			HttpServletResponse response) throws IOException {
		// What a release before would drop is not promised while one may share the queue.
		boolean async = AnswerPreferences.isAsync(prefer) && this.state.writeVersion() > StateProperties.OLDEST_VERSION;
		RunMode mode = async ? RunMode.ASYNC : AnswerPreferences.mode(accept);
		RunCommand command = request.toCommand(mode, idempotencyKey, this.properties.ttl());
		if (command.mode() == RunMode.ASYNC) {
			return accept(caller, command, entry, response);
		}
		if (command.mode() == RunMode.STREAM) {
			stream(caller, command, entry, response);
			return null;
		}
		StartedRun run = start(caller, command, entry, response);
		return switch (run.await()) {
			case Succeeded succeeded -> succeeded.answer();
			case Failed failed -> throw failed.problem();
			case Cancelled cancelled -> throw cancelled.problem().with("run_id", run.id());
		};
	}

	/** The run as {@code GET /runs/{id}} shows it, once nothing can lose it. */
	private ResponseEntity<RunView> accept(Caller caller, RunCommand command, Entry entry,
			HttpServletResponse response) {
		AcceptedRun accepted = this.runs.accept(caller, command, entry);
		RateLimitHeaders.of(accepted.rateLimits()).forEach(response::setHeader);
		return ResponseEntity.accepted()
			.header(HttpHeaders.LOCATION, "/runs/" + accepted.run().id())
			.header("Preference-Applied", AnswerPreferences.RESPOND_ASYNC)
			.body(RunView.of(accepted.run()));
	}

	private void stream(Caller caller, RunCommand command, Entry entry, HttpServletResponse response)
			throws IOException {
		try (RunEvents.Seat _ = this.events.seat(caller.tag())) {
			StartedRun run = start(caller, command, entry, response);
			response.setHeader(HttpHeaders.LOCATION, "/runs/" + run.id());
			try {
				this.events.read(caller.tag(), run.id(), run.cursor(), new SseWriter(response));
			}
			finally {
				this.runs.left(run);
			}
		}
	}

	private StartedRun start(Caller caller, RunCommand command, Entry entry, HttpServletResponse response) {
		StartedRun run = this.runs.start(caller, command, entry);
		RateLimitHeaders.of(run.rateLimits()).forEach(response::setHeader);
		return run;
	}

}

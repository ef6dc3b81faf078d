package dev.agentservice.compat.openai.web;

import java.io.IOException;

import dev.agentservice.agent.catalog.AgentCatalog;
import dev.agentservice.compat.openai.ChatRequest;
import dev.agentservice.compat.openai.CompatProperties;
import dev.agentservice.compat.openai.ModelNotFoundException;
import dev.agentservice.identity.Bearer;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateLimitHeaders;
import dev.agentservice.run.Runs;
import dev.agentservice.run.StartedRun;
import dev.agentservice.run.admission.Entry;
import dev.agentservice.run.admission.StartsRun;
import dev.agentservice.run.event.RunEvents;
import dev.agentservice.run.order.IdempotencyKey;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.outcome.RunAnswer;
import dev.agentservice.run.outcome.RunOutcome.Cancelled;
import dev.agentservice.run.outcome.RunOutcome.Failed;
import dev.agentservice.run.outcome.RunOutcome.Succeeded;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Runs agents for clients that speak OpenAI's protocol. It produces any media type,
 * because those clients ask for JSON when they mean a stream.
 */
@RestController
@Tag(name = "OpenAI-compatible")
class ChatController {

	private static final String RUN_HEADER = "X-Run-Id";

	/** Names what was asked for and has no effect. */
	private static final String IGNORED_HEADER = "X-Agent-Ignored";

	private final AgentCatalog agents;

	private final Runs runs;

	private final RunEvents events;

	private final CompatProperties properties;

	ChatController(AgentCatalog agents, Runs runs, RunEvents events, CompatProperties properties) {
		this.agents = agents;
		this.runs = runs;
		this.events = events;
		this.properties = properties;
	}

	@PostMapping(path = ChatRequest.PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
	@ChatOperation
	@StartsRun
	void complete(@Parameter(hidden = true) Bearer bearer,
			@Parameter(hidden = true) @RequestAttribute(Entry.ATTRIBUTE) Entry entry, @RequestBody ChatRequest request,
			@Parameter(description = "Your name for this request: who sends it again gets the same run",
					example = "order-1234-question-1") @RequestHeader(name = IdempotencyKey.HEADER,
							required = false) @Nullable String idempotencyKey,
			HttpServletResponse response) throws IOException {
		Caller caller = bearer.actingFor("user", request.user());
		if (this.agents.find(request.model()).isEmpty()) {
			throw new ModelNotFoundException(request.model());
		}
		this.properties.demandObeyed(caller.tenant(), request);
		if (!request.ignored().isEmpty()) {
			response.setHeader(IGNORED_HEADER, String.join(", ", request.ignored()));
		}
		RunCommand command = request.toCommand(idempotencyKey);
		if (request.stream()) {
			try (RunEvents.Seat _ = this.events.seat(caller.tag())) {
				stream(caller, start(caller, command, entry, response), request, response);
			}
		}
		else {
			answer(start(caller, command, entry, response), response);
		}
	}

	private StartedRun start(Caller caller, RunCommand command, Entry entry, HttpServletResponse response) {
		StartedRun run = this.runs.start(caller, command, entry);
		RateLimitHeaders.of(run.rateLimits()).forEach(response::setHeader);
		response.setHeader(RUN_HEADER, run.id());
		return run;
	}

	private void answer(StartedRun run, HttpServletResponse response) throws IOException {
		switch (run.await()) {
			case Succeeded succeeded -> {
				RunAnswer answer = succeeded.answer();
				byte[] body = OpenAiJson
					.bytes(ChatCompletion.of(answer, this.properties.modelName().of(answer.agent(), answer.model())));
				response.setHeader(ChatStream.MODEL_HEADER, answer.model());
				response.setContentType(MediaType.APPLICATION_JSON_VALUE);
				response.setContentLength(body.length);
				response.getOutputStream().write(body);
			}
			case Failed failed -> throw failed.problem();
			case Cancelled cancelled -> throw cancelled.problem();
		}
	}

	private void stream(Caller caller, StartedRun run, ChatRequest request, HttpServletResponse response)
			throws IOException {
		ChatStream stream = new ChatStream(response, run.id(),
				(answering) -> this.properties.modelName().of(request.model(), answering), request.includeUsage());
		try {
			this.events.read(caller.tag(), run.id(), run.cursor(), stream);
		}
		catch (ProblemException ex) {
			stream.fail(ex);
		}
		catch (ChatStream.BrokenAnswerException _) {
			// The client knows.
		}
		finally {
			this.runs.left(run);
		}
	}

}

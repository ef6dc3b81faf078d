package dev.agentservice.compat.openai.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;

import dev.agentservice.run.event.EventSink;
import dev.agentservice.run.event.store.StoredEvent;
import dev.agentservice.run.outcome.RunAnswer;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemDocument;
import dev.agentservice.support.problem.ProblemException;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.JsonNode;

/**
 * Tells the events of a run as pieces of an answer. The status goes out with the first
 * thing there is to tell, so that a run that fails before it is an ordinary error, which
 * clients repeat. What was told cannot be taken back in this protocol, so an answer that
 * begins anew ends the stream with an error. Only a stream that ends with {@code [DONE]}
 * is an answer.
 */
final class ChatStream implements EventSink {

	private static final byte[] COMMENT = ": \n\n".getBytes(StandardCharsets.UTF_8);

	private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

	private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);

	private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);

	/** Who answers, as {@code provider/model}. */
	static final String MODEL_HEADER = "X-Agent-Model";

	/**
	 * How long the status is held back while nothing happens: most failures are known
	 * sooner, and a client that leaves is noticed later.
	 */
	private static final Duration UNDECIDED = Duration.ofSeconds(5);

	private final HttpServletResponse response;

	private final String runId;

	private final UnaryOperator<String> names;

	private final boolean includeUsage;

	/** Until when silence does not send the status. */
	private final Deadline undecided = Deadline.after(UNDECIDED);

	/** Whether the status is on its way. */
	private boolean opened;

	private boolean begun;

	/** The model that was asked last. */
	private String asked = "";

	/** What the client is told as the model, the same in all pieces. */
	private String model = "";

	/** Whether the last thing told is text. */
	private boolean text;

	/**
	 * A stream.
	 * @param response where it goes
	 * @param runId the run
	 * @param names what the client is told as the model, by the one that begins to answer
	 * @param includeUsage whether the client wants to know the tokens
	 */
	ChatStream(HttpServletResponse response, String runId, UnaryOperator<String> names, boolean includeUsage) {
		this.response = response;
		this.runId = runId;
		this.names = names;
		this.includeUsage = includeUsage;
	}

	/** Not told: the status stays open until there is something to tell. */
	@Override
	public void connected() {
	}

	@Override
	public void event(StoredEvent event) throws IOException {
		switch (event.type()) {
			case "step.started" -> stepped(OpenAiJson.read(event.data(), JsonNode.class));
			case "answer.delta" -> tell(member(event, "text"));
			case "answer.reset" -> reset(member(event, "reason"));
			case "answer.snapshot" -> catchUp(member(event, "text"));
			case "run.completed" -> complete(OpenAiJson.read(event.data(), RunAnswer.class));
			case "run.failed" -> fail(ProblemDocument.read(event.data()));
			case "run.cancelled" ->
				fail(new ProblemException(ProblemCode.RUN_CANCELLED, "The run was cancelled before it had an answer."));
			default -> {
				// This protocol has no word for what an agent does besides answering.
			}
		}
	}

	@Override
	public void flush() throws IOException {
		if (this.opened) {
			this.response.flushBuffer();
		}
	}

	@Override
	public void silence() throws IOException {
		if (this.opened || this.undecided.passed()) {
			out().write(COMMENT);
			flush();
		}
	}

	/**
	 * Ends the stream with an error.
	 * @throws ProblemException the same, if nothing was told yet
	 */
	void fail(ProblemException problem) throws IOException {
		if (!this.opened) {
			throw problem;
		}
		write(OpenAiError.of(problem));
		flush();
	}

	private void stepped(JsonNode step) {
		if ("model".equals(step.path("type").asString())) {
			this.asked = step.path("name").asString();
		}
	}

	private void begin() throws IOException {
		if (!this.begun) {
			this.begun = true;
			this.model = this.names.apply(this.asked);
			write(ChatChunk.role(this.runId, this.model));
		}
	}

	private OutputStream out() throws IOException {
		if (!this.opened) {
			this.opened = true;
			this.response.setContentType("text/event-stream;charset=UTF-8");
			// Asks nginx, and those who do as it does, to pass on each piece at once.
			this.response.setHeader("X-Accel-Buffering", "no");
			if (!this.asked.isEmpty()) {
				this.response.setHeader(MODEL_HEADER, this.asked);
			}
		}
		return this.response.getOutputStream();
	}

	private void tell(String piece) throws IOException {
		begin();
		write(ChatChunk.text(this.runId, this.model, piece));
		this.text = true;
	}

	/** What a model says before it calls tools is no mistake, only not yet the answer. */
	private void reset(String reason) throws IOException {
		if (this.text && !"planning".equals(reason)) {
			giveUp();
		}
		if (this.text) {
			tell("\n\n");
			this.text = false;
		}
	}

	/** The text so far, for a reader that comes late: only at the beginning. */
	private void catchUp(String answerSoFar) throws IOException {
		if (this.text) {
			giveUp();
		}
		tell(answerSoFar);
	}

	private void complete(RunAnswer answer) throws IOException {
		if (!this.text) {
			// A run that was not streamed, told again: its end is all there is of it.
			this.asked = answer.model();
			tell(answer.answer());
		}
		write(ChatChunk.finish(this.runId, this.model, ChatCompletion.finishReason(answer)));
		if (this.includeUsage) {
			write(ChatChunk.usage(this.runId, this.model, ChatCompletion.TokenCounts.of(answer.usage())));
		}
		out().write(DONE);
		flush();
	}

	private void giveUp() throws IOException {
		fail(new ProblemException(ProblemCode.MODELS_UNAVAILABLE,
				"The answer had to begin anew, and this stream cannot take back what it told. Please try again."));
		throw new BrokenAnswerException();
	}

	private void write(Object json) throws IOException {
		OutputStream out = out();
		out.write(DATA);
		out.write(OpenAiJson.bytes(json));
		out.write(END);
	}

	private static String member(StoredEvent event, String name) {
		return OpenAiJson.read(event.data(), JsonNode.class).path(name).asString("");
	}

	/** Whatever else happens in the run, this stream is over: its reader leaves. */
	static final class BrokenAnswerException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}

package dev.agentservice.compat.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

import dev.agentservice.run.RunAnswer;
import dev.agentservice.run.event.EventSink;
import dev.agentservice.run.event.store.StoredEvent;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import tools.jackson.databind.JsonNode;

/**
 * Tells the events of a run as pieces of an answer. What was told cannot be taken back in
 * this protocol, so an answer that begins anew ends the stream with an error. Only a
 * stream that ends with {@code [DONE]} is an answer.
 */
final class ChatStream implements EventSink {

	private static final byte[] COMMENT = ": \n\n".getBytes(StandardCharsets.UTF_8);

	private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

	private static final byte[] DATA = "data: ".getBytes(StandardCharsets.UTF_8);

	private static final byte[] END = "\n\n".getBytes(StandardCharsets.UTF_8);

	private final OutputStream out;

	private final String runId;

	private final String model;

	private final boolean includeUsage;

	private boolean begun;

	/** Whether the last thing told is text. */
	private boolean text;

	/**
	 * A stream.
	 * @param out where it goes
	 * @param runId the run
	 * @param model what the client calls its agent
	 * @param includeUsage whether the client wants to know the tokens
	 */
	ChatStream(OutputStream out, String runId, String model, boolean includeUsage) {
		this.out = out;
		this.runId = runId;
		this.model = model;
		this.includeUsage = includeUsage;
	}

	@Override
	public void event(StoredEvent event) throws IOException {
		switch (event.type()) {
			case "run.started" -> begin();
			case "answer.delta" -> tell(member(event, "text"));
			case "answer.reset" -> reset(member(event, "reason"));
			case "answer.snapshot" -> catchUp(member(event, "text"));
			case "run.completed" -> complete(OpenAiJson.read(event.data(), RunAnswer.class));
			case "run.failed" -> fail(OpenAiJson.read(event.data(), JsonNode.class));
			case "run.cancelled" ->
				fail(new ProblemException(ProblemCode.RUN_CANCELLED, "The run was cancelled before it had an answer."));
			default -> {
				// This protocol has no word for what an agent does besides answering.
			}
		}
	}

	@Override
	public void flush() throws IOException {
		this.out.flush();
	}

	@Override
	public void silence() throws IOException {
		this.out.write(COMMENT);
		flush();
	}

	/** Ends the stream with an error. */
	void fail(ProblemException problem) throws IOException {
		write(OpenAiError.of(problem));
		flush();
	}

	private void fail(JsonNode problem) throws IOException {
		write(OpenAiError.of(problem.path("status").asInt(), problem.path("code").asString(),
				problem.path("detail").asString(), null));
		flush();
	}

	private void begin() throws IOException {
		if (!this.begun) {
			this.begun = true;
			write(ChatChunk.role(this.runId, this.model));
		}
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
			tell(answer.answer());
		}
		write(ChatChunk.finish(this.runId, this.model, ChatCompletion.finishReason(answer)));
		if (this.includeUsage) {
			write(ChatChunk.usage(this.runId, this.model, ChatCompletion.TokenCounts.of(answer.usage())));
		}
		this.out.write(DONE);
		flush();
	}

	private void giveUp() throws IOException {
		fail(new ProblemException(ProblemCode.MODELS_UNAVAILABLE,
				"The answer had to begin anew, and this stream cannot take back what it told. Please try again."));
		throw new BrokenAnswerException();
	}

	private void write(Object json) throws IOException {
		this.out.write(DATA);
		this.out.write(OpenAiJson.bytes(json));
		this.out.write(END);
	}

	private static String member(StoredEvent event, String name) {
		return OpenAiJson.read(event.data(), JsonNode.class).path(name).asString("");
	}

	/** Whatever else happens in the run, this stream is over: its reader leaves. */
	static final class BrokenAnswerException extends IOException {

		private static final long serialVersionUID = 1L;

	}

}

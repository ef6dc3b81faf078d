package dev.agentservice.llm;

import dev.agentservice.llm.http.Exchange;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import org.jspecify.annotations.Nullable;

/**
 * Hears one stream: passes the text on as it comes and keeps the whole answer, whose text
 * is exactly what was passed on.
 */
final class AnswerCollector implements StreamingChatResponseHandler {

	private final Exchange exchange;

	private final DeltaListener deltas;

	private final StringBuilder text = new StringBuilder();

	private @Nullable ChatResponse response;

	private @Nullable RuntimeException listenerFailure;

	AnswerCollector(Exchange exchange, DeltaListener deltas) {
		this.exchange = exchange;
		this.deltas = deltas;
	}

	/** The whole answer, or null if the stream ended without one. */
	@Nullable ChatResponse response() {
		return this.response;
	}

	/** What the listener threw, which stopped the stream. */
	@Nullable RuntimeException listenerFailure() {
		return this.listenerFailure;
	}

	@Override
	public void onPartialThinking(PartialThinking thinking) {
		this.exchange.markBegun();
	}

	@Override
	public void onPartialToolCall(PartialToolCall call) {
		this.exchange.markBegun();
	}

	@Override
	public void onPartialResponse(String delta) {
		this.exchange.markBegun();
		this.text.append(delta);
		try {
			this.deltas.onDelta(delta);
		}
		catch (RuntimeException ex) {
			this.listenerFailure = ex;
			this.exchange.fail(ex);
		}
	}

	@Override
	public void onCompleteResponse(ChatResponse complete) {
		AiMessage message = complete.aiMessage();
		if (message.text() != null) {
			message = message.withText(this.text.toString());
		}
		this.response = complete.toBuilder().aiMessage(message).build();
	}

	@Override
	public void onError(Throwable error) {
		this.exchange.fail((error instanceof RuntimeException ex) ? ex : new IllegalStateException(error));
	}

}

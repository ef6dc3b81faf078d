package dev.agentservice.llm;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import dev.agentservice.llm.ModelException.Kind;
import dev.agentservice.llm.ModelReply.Finish;
import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.PooledHttpClient;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Asks the models of one provider.
 */
final class ProviderClient implements AutoCloseable {

	private final Dialect dialect;

	private final PooledHttpClient http;

	private final TokenCounter tokens;

	private final ModelFailures failures = new ModelFailures(InstantSource.system());

	ProviderClient(String name, ProviderProperties provider, TokenCounter tokens, MeterRegistry meters) {
		this.http = new PooledHttpClient(name, provider.pool(), meters);
		this.dialect = switch (provider.protocol()) {
			case OPENAI -> OpenAiDialect.of(provider, this.http.asBuilder());
			case ANTHROPIC -> AnthropicDialect.of(provider, this.http.asBuilder());
		};
		this.tokens = tokens;
	}

	/**
	 * Asks on the calling thread.
	 * @param exchange knows afterwards what became of the request
	 * @param deltas hears the text as it comes; null for a plain call
	 * @throws ModelException if there is no whole answer
	 * @throws CancellationException if the thread was interrupted
	 */
	ModelReply ask(ModelRequest request, Exchange exchange, @Nullable DeltaListener deltas) {
		if (Thread.currentThread().isInterrupted()) {
			throw new CancellationException("interrupted before the model call");
		}
		if (request.deadline().passed()) {
			throw new ModelException(request.model(), Kind.TIMEOUT, null, null);
		}
		return (deltas != null) ? stream(request, exchange, new AnswerCollector(exchange, deltas))
				: plain(request, exchange);
	}

	private ModelReply plain(ModelRequest request, Exchange exchange) {
		try {
			ChatRequest question = this.dialect.translate(request);
			return reply(request, exchange.run(() -> this.dialect.plain().chat(question)));
		}
		catch (RuntimeException ex) {
			throw this.failures.explain(request, exchange, ex);
		}
	}

	private ModelReply stream(ModelRequest request, Exchange exchange, AnswerCollector answer) {
		try {
			ChatRequest question = this.dialect.translate(request);
			exchange.run(() -> {
				this.dialect.streaming().chat(question, answer);
				return null;
			});
			return reply(request, whole(exchange, answer));
		}
		catch (RuntimeException ex) {
			RuntimeException ours = answer.listenerFailure();
			throw (ours != null) ? ours : this.failures.explain(request, exchange, ex);
		}
	}

	/**
	 * A stream is whole if its end marker came, or if the body ended as HTTP says it
	 * should and the model had said why it stopped: some servers leave the marker out.
	 */
	private static ChatResponse whole(Exchange exchange, AnswerCollector answer) {
		ChatResponse response = answer.response();
		if (response == null || (!exchange.ended() && response.finishReason() == null)) {
			throw new IllegalStateException("the stream was cut");
		}
		return response;
	}

	private ModelReply reply(ModelRequest request, ChatResponse response) {
		AiMessage message = withUsableCalls(response.aiMessage());
		Finish finish = this.dialect.finish(response);
		if (message.text() == null && !message.hasToolExecutionRequests() && finish == null) {
			throw new IllegalStateException("the answer is empty");
		}
		if (message.hasToolExecutionRequests() && finish != Finish.LENGTH) {
			finish = Finish.TOOL_CALLS;
		}
		return new ModelReply(request.model(), message, usage(request, response),
				Objects.requireNonNullElse(finish, Finish.STOP));
	}

	private Usage usage(ModelRequest request, ChatResponse response) {
		Usage reported = this.dialect.usage(response);
		if (reported != null) {
			return reported;
		}
		return new Usage(this.tokens.estimate(request.model(), request.messages(), request.tools()), 0, 0,
				this.tokens.estimate(request.model(), List.of(response.aiMessage()), List.of()), true);
	}

	/** Every call gets an id, since results find their calls by it. */
	private static AiMessage withUsableCalls(AiMessage message) {
		if (!message.hasToolExecutionRequests()) {
			return message;
		}
		List<ToolExecutionRequest> calls = message.toolExecutionRequests();
		return message.toBuilder()
			.toolExecutionRequests(IntStream.range(0, calls.size()).mapToObj((i) -> usable(calls.get(i), i)).toList())
			.build();
	}

	private static ToolExecutionRequest usable(ToolExecutionRequest call, int index) {
		if (isBlank(call.name())) {
			throw new IllegalStateException("a tool call without a name");
		}
		return ToolExecutionRequest.builder()
			.id(isBlank(call.id()) ? "call_" + index : call.id())
			.name(call.name())
			.arguments(isBlank(call.arguments()) ? "{}" : call.arguments())
			.build();
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

	@Override
	public void close() throws IOException {
		this.http.close();
	}

}

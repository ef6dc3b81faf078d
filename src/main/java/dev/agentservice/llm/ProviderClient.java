package dev.agentservice.llm;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CancellationException;

import dev.agentservice.llm.ModelException.Kind;
import dev.agentservice.llm.ModelReply.Finish;
import dev.agentservice.llm.http.PooledHttpClient;
import dev.agentservice.llm.http.PostRequest;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.wire.Answer;
import dev.agentservice.llm.wire.AnswerReader;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.Question;
import dev.agentservice.llm.wire.Wire;
import dev.agentservice.llm.wire.anthropic.AnthropicWire;
import dev.agentservice.llm.wire.openai.OpenAiWire;
import dev.langchain4j.data.message.AiMessage;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the models of one provider.
 */
final class ProviderClient implements AutoCloseable {

	private final String name;

	private final Wire wire;

	private final URI url;

	private final Map<String, String> headers;

	private final RequestParameters parameters;

	private final PooledHttpClient http;

	private final Metering metering;

	private final ModelFailures failures = new ModelFailures(InstantSource.system());

	ProviderClient(String name, ProviderProperties provider, Metering metering, MeterRegistry meters) {
		this.name = name;
		this.wire = switch (provider.protocol()) {
			case OPENAI -> new OpenAiWire(provider.baseUrl().getHost());
			case ANTHROPIC -> new AnthropicWire();
		};
		this.url = URI.create(withoutSlash(provider.baseUrl().toString()) + this.wire.path());
		this.headers = this.wire.headers(provider.apiKey());
		this.parameters = new RequestParameters(provider);
		this.http = new PooledHttpClient(name, provider.pool(), meters);
		this.metering = metering;
	}

	private static String withoutSlash(String url) {
		return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
	}

	/**
	 * Asks on the calling thread.
	 * @param call knows afterwards what became of it
	 * @throws ModelException if there is no whole answer
	 * @throws CancellationException if the thread was interrupted
	 */
	ModelReply ask(ModelCall call) {
		ModelRequest request = call.request();
		if (Thread.currentThread().isInterrupted()) {
			throw new CancellationException("interrupted before the model call");
		}
		if (request.deadline().passed()) {
			throw new ModelException(request.model(), Kind.TIMEOUT, null, null);
		}
		try {
			return reply(call, whole(call));
		}
		catch (RuntimeException ex) {
			if (ex instanceof RefusedException && !call.answer().hasBegun()) {
				call.exchange().markRefused();
			}
			RuntimeException ours = call.answer().listenerFailure();
			throw (ours != null) ? ours : this.failures.explain(request, call.exchange(), ex);
		}
	}

	private Answer whole(ModelCall call) {
		AnswerReader reader = this.wire.reader(call.answer());
		PostRequest post = new PostRequest(this.url, this.headers, Json.bytes(body(call.request(), call.streamed())));
		if (call.streamed()) {
			this.http.post(call.exchange(), post, reader);
		}
		else {
			reader.onDocument(this.http.post(call.exchange(), post));
		}
		return reader.whole();
	}

	private ObjectNode body(ModelRequest request, boolean streamed) {
		ObjectNode body = this.wire
			.body(new Question(request.model().name(), request.messages(), request.tools(), this::opaque));
		this.parameters.addTo(body, request);
		this.wire.complete(body, streamed);
		return body;
	}

	/** What another provider said is none of this one's business. */
	private @Nullable String opaque(AiMessage message) {
		OpaquePart part = OpaquePart.of(message);
		return (part != null && part.provider().equals(this.name)) ? part.json() : null;
	}

	private ModelReply reply(ModelCall call, Answer answer) {
		AiMessage message = answer.message();
		if (answer.opaque() != null) {
			message = new OpaquePart(this.name, answer.opaque()).on(message);
		}
		return new ModelReply(call.request().model(), message, this.metering.usage(call.request(), call.answer()),
				finish(answer));
	}

	private static Finish finish(Answer answer) {
		return switch (answer.ending()) {
			case WHOLE -> answer.message().hasToolExecutionRequests() ? Finish.TOOL_CALLS : Finish.STOP;
			case CUT -> Finish.LENGTH;
			case FILTERED -> Finish.CONTENT_FILTER;
			case PAUSED -> Finish.PAUSED;
		};
	}

	@Override
	public void close() throws IOException {
		this.http.close();
	}

}

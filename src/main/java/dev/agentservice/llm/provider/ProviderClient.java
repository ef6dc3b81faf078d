package dev.agentservice.llm.provider;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.CancellationException;

import dev.agentservice.llm.http.PooledHttpClient;
import dev.agentservice.llm.http.ProviderRequest;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.http.proxy.ProxyServer;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelFailures;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.llm.refusal.ProviderRefusal;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.OptionalParameter;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.settings.ProviderTarget;
import dev.agentservice.llm.wire.Answer;
import dev.agentservice.llm.wire.AnswerReader;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.Question;
import dev.agentservice.llm.wire.Wire;
import dev.agentservice.llm.wire.anthropic.AnthropicWire;
import dev.agentservice.llm.wire.openai.OpenAiEmbeddings;
import dev.agentservice.llm.wire.openai.OpenAiWire;
import dev.agentservice.support.Deadline;
import dev.langchain4j.data.message.AiMessage;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls the models of one provider.
 */
public final class ProviderClient implements AutoCloseable {

	/** One request has no more refused parameters. */
	private static final int MOST_ASKED = 5;

	private final String name;

	private final Wire wire;

	private final ProviderTarget target;

	private final ProviderTarget embeddings;

	private final RequestParameters parameters;

	private final PooledHttpClient http;

	private final Metering metering;

	private final InstantSource clock = InstantSource.system();

	private final ModelFailures failures = new ModelFailures(this.clock);

	/**
	 * A client of one provider.
	 * @param proxy the proxy to it, or null
	 */
	public ProviderClient(String name, ProviderProperties provider, @Nullable ProxyServer proxy, ModelCatalog models,
			Metering metering, MeterRegistry meters) {
		this.name = name;
		this.wire = switch (provider.protocol()) {
			case OPENAI -> new OpenAiWire(name, provider.baseUrl().getHost());
			case ANTHROPIC -> new AnthropicWire();
		};
		this.target = ProviderTarget.of(provider, this.wire);
		this.embeddings = ProviderTarget.of(provider, this.wire, OpenAiEmbeddings.PATH);
		this.parameters = new RequestParameters(name, models, meters, this.clock);
		this.http = new PooledHttpClient(name, provider.pool(), proxy, meters);
		this.metering = metering;
	}

	/**
	 * Calls on the calling thread.
	 * @param call holds the state of the call afterwards
	 * @throws ModelException if there is no whole answer
	 * @throws CancellationException if the thread was interrupted
	 */
	public ModelReply ask(ModelCall call) {
		ModelRequest request = call.request();
		demandTime(request.model(), request.deadline());
		try {
			return reply(call, whole(call));
		}
		catch (RuntimeException ex) {
			if (ex instanceof RefusedException && !call.answer().hasBegun()) {
				call.exchange().markRefused();
			}
			RuntimeException ours = call.answer().listenerFailure();
			throw (ours != null) ? ours : this.failures.explain(request.model(), call.exchange(), ex);
		}
	}

	/**
	 * Gets vectors of texts, on the calling thread.
	 * @param call holds the state of the call afterwards
	 * @return as many as there are texts, in their order, each of length 1
	 * @throws ModelException if there is no whole answer
	 * @throws CancellationException if the thread was interrupted
	 */
	public float[][] embed(EmbeddingCall call) {
		demandTime(call.model(), call.deadline());
		ObjectNode body = call.body();
		if (this.parameters.omits(call.model(), OptionalParameter.ENCODING_FORMAT)) {
			body.remove(OptionalParameter.ENCODING_FORMAT.wireName());
		}
		try {
			return call.read(this.http.send(call.exchange(),
					new ProviderRequest(this.embeddings.url(), this.embeddings.headers(), Json.bytes(body))));
		}
		catch (RuntimeException ex) {
			if (ex instanceof RefusedException) {
				call.exchange().markRefused();
			}
			throw this.failures.explain(call.model(), call.exchange(), ex);
		}
	}

	private static void demandTime(ModelId model, Deadline deadline) {
		if (Thread.currentThread().isInterrupted()) {
			throw new CancellationException("interrupted before the model call");
		}
		if (deadline.passed()) {
			throw new ModelException(model, Kind.TIMEOUT, null, null);
		}
	}

	/** Whether a model's answers come in pieces, as far as is known so far. */
	public boolean streams(ModelId model, boolean readAlong) {
		return this.parameters.streams(model, readAlong);
	}

	/**
	 * Repeats the call, within the same reservation, where a parameter was the only
	 * fault.
	 */
	private Answer whole(ModelCall call) {
		for (int asked = 1; true; asked++) {
			int seen = this.parameters.learned(call.request().model());
			boolean streamed = call.streamed() && streams(call.request().model(), true);
			ObjectNode body = body(call.request(), streamed);
			try {
				return whole(call, body, streamed);
			}
			catch (RefusedException ex) {
				if (asked == MOST_ASKED || ex.status() / 100 == 2 || call.request().deadline().passed()
						|| !this.parameters.learnFrom(ProviderRefusal.of(ex, this.clock), body, call.request(), seen)) {
					throw ex;
				}
			}
		}
	}

	private Answer whole(ModelCall call, ObjectNode body, boolean streamed) {
		AnswerReader reader = this.wire.reader(call.answer());
		ProviderRequest post = new ProviderRequest(this.target.url(), this.target.headers(), Json.bytes(body));
		if (streamed) {
			this.http.send(call.exchange(), post, reader);
			if (call.exchange().inOnePiece()) {
				this.parameters.answersInOnePiece(call.request().model());
			}
		}
		else {
			reader.onDocument(this.http.send(call.exchange(), post));
		}
		return reader.whole();
	}

	private ObjectNode body(ModelRequest request, boolean streamed) {
		ObjectNode body = this.wire
			.body(new Question(request.model().name(), request.messages(), request.tools(), this::opaque));
		this.parameters.addTo(body, request);
		this.wire.complete(body, streamed);
		this.parameters.trim(body, request);
		return body;
	}

	/** Another provider's opaque parts are not sent to this one. */
	private @Nullable String opaque(AiMessage message) {
		OpaquePart part = OpaquePart.of(message);
		return (part != null && part.provider().equals(this.name)) ? part.json() : null;
	}

	private ModelReply reply(ModelCall call, Answer answer) {
		AiMessage message = answer.message();
		if (answer.opaque() != null) {
			message = new OpaquePart(this.name, answer.opaque()).on(message);
		}
		return new ModelReply(call.request().model(), message, this.metering.usage(call), finish(answer));
	}

	private static Finish finish(Answer answer) {
		return switch (answer.ending()) {
			case WHOLE -> answer.message().hasToolExecutionRequests() ? Finish.TOOL_CALLS : Finish.STOP;
			case CUT -> Finish.LENGTH;
			case FILTERED -> Finish.CONTENT_FILTER;
			case PAUSED -> Finish.PAUSED;
		};
	}

	/** The connections to the provider. */
	public PooledHttpClient connections() {
		return this.http;
	}

	@Override
	public void close() throws IOException {
		this.http.close();
	}

}

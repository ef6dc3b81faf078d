package dev.agentservice.llm;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.llm.http.PoolProperties;
import dev.agentservice.llm.model.DeltaListener;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.resilience.ModelPauses;
import dev.agentservice.llm.settings.LastResortProperties;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.settings.ResilienceProperties;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.resilience.CircuitBreakerLimits;
import dev.agentservice.support.resilience.RetryBudget;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.util.unit.DataSize;

/**
 * A gateway with one provider, {@code p}, which is a scripted server.
 */
public record TestGateway(ScriptedServer server, ModelGateway gateway, TokenCounter tokens,
		SimpleMeterRegistry meters) implements AutoCloseable {

	public static final ModelId MODEL = ModelId.parse("p/some/model");

	public static final List<ChatMessage> MESSAGES = List.of(SystemMessage.from("Be brief."),
			UserMessage.from("Hello?"));

	public static final ToolSpecification WEATHER = ToolSpecification.builder()
		.name("weather")
		.description("The weather in a city.")
		.parameters(JsonObjectSchema.builder().addStringProperty("city").required("city").build())
		.build();

	public static final PoolProperties POOL = new PoolProperties(64, Duration.ofSeconds(30), Duration.ofSeconds(10),
			Duration.ofSeconds(20), Duration.ofSeconds(20), DataSize.ofMegabytes(1));

	public static final ResilienceProperties RESILIENCE = new ResilienceProperties(3, Duration.ofMillis(20),
			Duration.ofMillis(100), Duration.ofSeconds(20), Duration.ZERO, Duration.ofHours(1), Duration.ofMinutes(1),
			new RetryBudget.Limits(10, 10, Duration.ofSeconds(10)),
			new CircuitBreakerLimits(50, 10, Duration.ofSeconds(10), Duration.ofSeconds(1), 1),
			new LastResortProperties(10, 5));

	public static TestGateway of(Protocol protocol, ScriptedServer.Answer answer) throws IOException {
		return of(protocol, POOL, answer);
	}

	public static TestGateway of(Protocol protocol, PoolProperties pool, ScriptedServer.Answer answer)
			throws IOException {
		ScriptedServer server = new ScriptedServer(answer);
		ProviderProperties provider = new ProviderProperties(protocol, server.url(), "sk-secret", true, true, null,
				pool, null);
		return of(server, provider);
	}

	public static TestGateway of(ScriptedServer server, ProviderProperties provider) {
		return of(server, provider, new ModelProperties(100_000, null));
	}

	/** With what is known of the model. */
	public static TestGateway of(ScriptedServer server, ProviderProperties provider, ModelProperties model) {
		LlmProperties properties = new LlmProperties(Map.of("p", provider), Map.of("p/some/model", model), 32_768,
				RESILIENCE);
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ModelCatalog models = new ModelCatalog(properties);
		TokenCounter tokens = new TokenCounter(models);
		return new TestGateway(server, new ModelGateway(properties, models, tokens, new ModelMetrics(meters, models),
				new ModelPauses(properties, meters), meters), tokens, meters);
	}

	public ModelReply call() {
		return call(request());
	}

	public ModelReply call(ModelRequest request) {
		return this.gateway.measured(Calls.of(request, false));
	}

	/** Streams within a limit for the first token. */
	ModelReply streamWithin(Duration firstToken) {
		ModelRequest request = request();
		return this.gateway.measured(Calls.of(request, request.deadline().within(firstToken), (_) -> {
		}));
	}

	ModelReply stream(DeltaListener deltas) {
		return call(request(), deltas);
	}

	public ModelReply call(ModelRequest request, DeltaListener deltas) {
		return this.gateway.measured(Calls.of(request, request.deadline(), deltas));
	}

	/** Plain or streamed, whatever a test is repeated for. */
	public ModelReply call(boolean streamed) {
		return streamed ? stream((_) -> {
		}) : call();
	}

	/** Makes a call, whatever comes of it, and says what it is charged. */
	Charges.Charge charge(ModelCall call) {
		try {
			this.gateway.measured(call);
		}
		catch (RuntimeException _) {
			// It is charged all the same.
		}
		return new Charges(new Metering(this.tokens)).of(call);
	}

	static ModelRequest request() {
		return request(Duration.ofSeconds(20));
	}

	static ModelRequest request(Duration timeLimit) {
		return new ModelRequest(MODEL, MESSAGES, List.of(), 100, Deadline.after(timeLimit));
	}

	static ModelRequest request(List<ChatMessage> messages, List<ToolSpecification> tools) {
		return new ModelRequest(MODEL, messages, tools, 100, Deadline.after(Duration.ofSeconds(20)));
	}

	@Override
	public void close() throws IOException {
		this.gateway.destroy();
		this.server.close();
	}

}

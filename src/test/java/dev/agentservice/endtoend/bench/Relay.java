package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.time.Duration;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.PoolSettings;
import dev.agentservice.llm.http.PooledHttpClient;
import dev.agentservice.support.Deadline;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletException;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What one would write without the service: the least of Spring MVC that takes a task,
 * asks the model and gives its answer back. No security, no metrics, no limits, no state.
 * It asks with the same client library as the service, over the same pool of connections,
 * on virtual threads as well.
 */
// No @Configuration: tests that scan all of dev.agentservice must not find it.
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class })
final class Relay {

	/** Arguments: properties of Spring, {@code --model.url} among them. */
	public static void main(String[] args) {
		new SpringApplicationBuilder(Relay.class)
			// Not the service's application.yaml, which is on the same class path.
			.properties("spring.config.name=relay", "spring.threads.virtual.enabled=true", "server.address=127.0.0.1")
			.run(args);
	}

	@Bean(destroyMethod = "close")
	PooledHttpClient http() {
		PoolSettings settings = new PoolSettings(256, Duration.ofSeconds(30), Duration.ofSeconds(3),
				Duration.ofSeconds(45), Duration.ofSeconds(30), DataSize.ofMegabytes(32));
		return new PooledHttpClient("relay", settings, new SimpleMeterRegistry());
	}

	@Bean
	ChatModel model(PooledHttpClient http, Environment environment) {
		return OpenAiChatModel.builder()
			.httpClientBuilder(http.asBuilder())
			.baseUrl(environment.getRequiredProperty("model.url"))
			.apiKey(BenchRequests.PROVIDER_KEY)
			.modelName(BenchRequests.MODEL)
			.maxCompletionTokens(BenchRequests.MAX_TOKENS)
			.maxRetries(0)
			.build();
	}

	@Bean
	RouterFunction<ServerResponse> routes(ChatModel model) {
		return RouterFunctions.route().POST("/relay", (request) -> relay(model, request)).build();
	}

	private static ServerResponse relay(ChatModel model, ServerRequest request) throws ServletException, IOException {
		Question question = request.body(Question.class);
		String answer = new Exchange(Deadline.after(Duration.ofSeconds(60)))
			.run(() -> model.chat(SystemMessage.from(BenchRequests.INSTRUCTIONS), UserMessage.from(question.task()))
				.aiMessage()
				.text());
		return ServerResponse.ok().body(new Answer(answer));
	}

	record Question(String task) {

	}

	record Answer(String answer) {

	}

}

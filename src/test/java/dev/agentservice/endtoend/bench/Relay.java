package dev.agentservice.endtoend.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.PoolProperties;
import dev.agentservice.llm.http.PooledHttpClient;
import dev.agentservice.llm.http.ProviderRequest;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.ServletException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

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
 * It asks over the same pool of connections as the service, on virtual threads as well.
 */
// No @Configuration: tests that scan all of dev.agentservice must not find it.
@ImportAutoConfiguration({ TomcatServletWebServerAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		WebMvcAutoConfiguration.class, HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class })
final class Relay {

	private static final JsonMapper JSON = JsonMapper.shared();

	/** Arguments: properties of Spring, {@code --model.url} among them. */
	public static void main(String[] args) {
		new SpringApplicationBuilder(Relay.class)
			// Not the service's application.yaml, which is on the same class path.
			.properties("spring.config.name=relay", "spring.threads.virtual.enabled=true", "server.address=127.0.0.1")
			.run(args);
	}

	@Bean(destroyMethod = "close")
	PooledHttpClient http() {
		PoolProperties properties = new PoolProperties(256, Duration.ofSeconds(30), Duration.ofSeconds(3),
				Duration.ofSeconds(45), Duration.ofSeconds(30), DataSize.ofMegabytes(32));
		return new PooledHttpClient("relay", properties, new SimpleMeterRegistry());
	}

	@Bean
	RouterFunction<ServerResponse> routes(PooledHttpClient http, Environment environment) {
		URI url = URI.create(environment.getRequiredProperty("model.url") + "/chat/completions");
		return RouterFunctions.route().POST("/relay", (request) -> relay(http, url, request)).build();
	}

	private static ServerResponse relay(PooledHttpClient http, URI url, ServerRequest request)
			throws ServletException, IOException {
		ObjectNode body = JSON.createObjectNode()
			.put("model", BenchRequests.MODEL)
			.put("max_completion_tokens", BenchRequests.MAX_TOKENS)
			.put("store", false);
		body.putArray("messages")
			.add(message("system", BenchRequests.INSTRUCTIONS))
			.add(message("user", request.body(Question.class).task()));
		byte[] answer = http.send(new Exchange(Deadline.after(Duration.ofSeconds(60))), new ProviderRequest(url,
				Map.of("Authorization", "Bearer " + BenchRequests.PROVIDER_KEY), JSON.writeValueAsBytes(body)));
		return ServerResponse.ok().body(new Answer(JSON.readTree(answer).at("/choices/0/message/content").asString()));
	}

	private static ObjectNode message(String role, String content) {
		return JSON.createObjectNode().put("role", role).put("content", content);
	}

	record Question(String task) {

	}

	record Answer(String answer) {

	}

}

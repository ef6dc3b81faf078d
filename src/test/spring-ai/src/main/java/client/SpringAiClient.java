package client;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.openai.http.okhttp.OpenAiHttpClientBuilderCustomizer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Talks to the service through the client that Spring Boot configures, and prints what it
 * saw as one line of JSON, as {@code src/test/js/clients.js} does.
 */
@SpringBootApplication
public class SpringAiClient {

	private static final AtomicInteger requests = new AtomicInteger();

	public static void main(String[] args) {
		SpringApplication application = new SpringApplication(SpringAiClient.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("spring.ai.openai.base-url", System.getenv("OPENAI_BASE_URL"),
				"spring.ai.openai.api-key", System.getenv("OPENAI_API_KEY"), "spring.ai.openai.chat.model", "assistant",
				"spring.ai.openai.chat.user", args[1], "spring.main.banner-mode", "off", "logging.level.root", "off"));
		try (ConfigurableApplicationContext context = application.run()) {
			ChatClient client = context.getBean(ChatClient.Builder.class).build();
			Supplier<String> plain = () -> client.prompt().user("Hello").call().content();
			Supplier<String> streamed = () -> String.join("",
					client.prompt().user("Hello").stream().content().collectList().block());
			String seen = args[0].equals("answers")
					? "{\"plain\": " + quoted(plain.get()) + ", \"streamed\": " + quoted(streamed.get()) + "}"
					: "{\"plain\": " + refusal(plain) + ", \"streamed\": " + refusal(streamed) + "}";
			System.out.println("{\"springAi\": " + seen + "}");
		}
		// Its HTTP client's threads would keep the process for a minute.
		System.exit(0);
	}

	@Bean
	OpenAiHttpClientBuilderCustomizer counting() {
		return (builder) -> builder.interceptor((chain) -> {
			requests.incrementAndGet();
			return chain.proceed(chain.request());
		});
	}

	/** What the client does until it gives up, and how long that takes. */
	private static String refusal(Supplier<String> call) {
		requests.set(0);
		long begun = System.nanoTime();
		try {
			return "{\"answer\": " + quoted(call.get()) + "}";
		}
		catch (RuntimeException ex) {
			long millis = (System.nanoTime() - begun) / 1_000_000;
			return "{\"requests\": " + requests + ", \"millis\": " + millis + ", \"message\": " + quoted(messages(ex))
					+ "}";
		}
	}

	private static String messages(Throwable failure) {
		return (failure == null) ? "" : failure.getMessage() + " " + messages(failure.getCause());
	}

	private static String quoted(String text) {
		return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s", " ") + "\"";
	}

}

package dev.agentservice.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.AgentServiceApplication;
import dev.agentservice.simulator.script.LatencyProfile;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * Starts the service with all it needs around it: {@code ./mvnw spring-boot:test-run}. A
 * provider is the real one if its key (or {@code OPENAI_BASE_URL}) is in the environment.
 * All usual arguments work; {@code --simulator.latency} sets how fast the simulated
 * models are (see {@link LatencyProfile#parse}), {@code --local.key-file} where the API
 * key is written ({@code target/local.key}).
 */
public final class LocalMode {

	private LocalMode() {
	}

	/** Starts and serves until the process is ended. */
	public static void main(String[] args) {
		start(System.getenv(), args);
	}

	static ConfigurableApplicationContext start(Map<String, String> environment, String... args) {
		SimpleCommandLinePropertySource options = new SimpleCommandLinePropertySource(args);
		String latency = options.getProperty("simulator.latency");
		String keyFile = Objects.requireNonNullElse(options.getProperty("local.key-file"), "target/local.key");
		LocalRun run = new LocalRun(
				Surroundings.start(environment,
						(latency != null) ? LatencyProfile.parse(latency) : LatencyProfile.GENTLE),
				new KeyFile(Path.of(keyFile)));
		SpringApplication.withHook((application) -> {
			application.setAdditionalProfiles("local");
			return run;
		}, () -> AgentServiceApplication.main(args));
		return run.context();
	}

}

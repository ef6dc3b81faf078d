package dev.agentservice.support.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the profiles of the platforms set, and whether what is deployed there agrees.
 */
@BesideOthers
class PlatformProfilesTests {

	private static Map<String, Object> cloudRun;

	@BeforeAll
	static void read() throws IOException {
		Map<String, Object> service = new Yaml().load(Files.readString(Path.of("deploy/cloud-run/service.yaml")));
		cloudRun = map(map(map(service, "spec"), "template"), "spec");
	}

	private static void with(String profiles, List<String> variables, Check check) {
		String[] arguments = variables.stream().map((variable) -> "--" + variable).toArray(String[]::new);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Nothing.class)
			.web(WebApplicationType.NONE)
			.profiles(profiles.split(",", -1))
			.logStartupInfo(false)
			.run(arguments)) {
			check.look(context.getEnvironment());
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(Map<String, Object> parent, String name) {
		return (Map<String, Object>) Objects.requireNonNull(parent.get(name));
	}

	private static Duration time(Environment environment, String name) {
		return DurationStyle.detectAndParse(environment.getRequiredProperty(name));
	}

	@Test
	void cloudRunSaysWhichPortItForwardsTo() {
		with("cloud-run", List.of("PORT=9999"),
				(environment) -> assertThat(environment.getProperty("server.port")).isEqualTo("9999"));
		with("cloud-run", List.of(), (environment) -> {
			assertThat(environment.getProperty("server.port")).isEqualTo("8080");
			assertThat(environment.getProperty("agent-service.platform", "server")).isEqualTo("server");
		});
	}

	@Test
	void aThrottledProcessHasNothingButRequests() {
		with("cloud-run,throttled", List.of(), (environment) -> {
			assertThat(environment.getProperty("agent-service.platform")).isEqualTo("request");
			assertThat(time(environment, "agent-service.run.events.client-grace")).isZero();
		});
	}

	@Test
	void aReleaseOnCloudRunIsCalledAsItsRevisionUnlessItHasAName() {
		with("cloud-run", List.of("K_REVISION=agent-service-00007"),
				(environment) -> assertThat(environment.getProperty("agent-service.release.version"))
					.isEqualTo(environment.getProperty("management.metrics.tags.version"))
					.isEqualTo("agent-service-00007"));
		with("cloud-run", List.of("K_REVISION=agent-service-00007", "AGENT_VERSION=1.0.0"),
				(environment) -> assertThat(environment.getProperty("agent-service.release.version"))
					.isEqualTo("1.0.0"));
	}

	@Test
	void theServiceOnCloudRunIsDeployedAsItsProfileSays() {
		with("cloud-run", List.of(), (environment) -> {
			assertThat(environment.getRequiredProperty("agent-service.run.in-flight.limit", Integer.class))
				.isEqualTo(cloudRun.get("containerConcurrency"));
			assertThat(time(environment, "agent-service.platform-timeout").toSeconds())
				.isEqualTo(Long.parseLong(String.valueOf(cloudRun.get("timeoutSeconds"))));
		});
	}

	@Test
	void theProcessStopsInTheTimeThatItsPlatformGives() {
		with("cloud-run", List.of(), (environment) -> assertStops(environment, Duration.ofSeconds(10)));
		with("lambda", List.of(), (environment) -> assertStops(environment, Duration.ofMillis(500)));
	}

	private static void assertStops(Environment environment, Duration given) {
		Duration phase = time(environment, "spring.lifecycle.timeout-per-shutdown-phase");
		assertThat(phase).isLessThan(given);
		assertThat(time(environment, "agent-service.run.shutdown.stop-early")).isLessThan(phase);
	}

	@Test
	void aFunctionHasAsManySlotsAsLambdaSendsInvocations() {
		with("lambda", List.of(),
				(environment) -> assertThat(environment.getProperty("agent-service.run.in-flight.limit"))
					.isEqualTo("1"));
		with("lambda", List.of("AWS_LAMBDA_MAX_CONCURRENCY=10"), (environment) -> {
			assertThat(environment.getProperty("agent-service.run.in-flight.limit")).isEqualTo("10");
			assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
		});
	}

	@FunctionalInterface
	private interface Check {

		void look(Environment environment);

	}

	/** An application without anything. */
	static class Nothing {

	}

}

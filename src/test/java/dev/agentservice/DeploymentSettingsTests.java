package dev.agentservice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code k8s/} and {@code compose.yaml} set is there to be set: the service would
 * not complain about a name that it does not know.
 */
class DeploymentSettingsTests {

	private static final Path DEPLOYMENT = Path.of("k8s/base/deployment.yaml");

	@ParameterizedTest
	@ValueSource(strings = { "k8s/staging/application.yaml", "k8s/prod/application.yaml" })
	void everySettingOfAnEnvironmentExists(String file) throws IOException {
		EnumerablePropertySource<?> settings = (EnumerablePropertySource<?>) new YamlPropertySourceLoader()
			.load(file, new FileSystemResource(file))
			.getFirst();
		assertThat(Stream.of(settings.getPropertyNames()).filter((name) -> name.startsWith("agent-service.")))
			.isNotEmpty()
			.isSubsetOf(Settings.all().keySet());
		DataRedisProperties redis = new Binder(Objects.requireNonNull(ConfigurationPropertySource.from(settings)))
			.bind("spring.data.redis", Bindable.of(DataRedisProperties.class),
					new NoUnboundElementsBindHandler(BindHandler.DEFAULT, (source) -> true))
			.get();
		assertThat(redis.getSsl().isEnabled()).isTrue();
		assertThat(redis.getUsername()).isNotEmpty();
	}

	@Test
	void everyVariableOfTheDeploymentIsASetting() throws IOException {
		assertThat(Pattern.compile("name: (AGENTSERVICE_\\w+)")
			.matcher(Files.readString(DEPLOYMENT))
			.results()
			.map((MatchResult variable) -> variable.group(1))).isNotEmpty()
			.isSubsetOf(Settings.all().keySet().stream().map(Settings::environmentVariable).toList());
	}

	@Test
	void everyVariableAndSecretOfComposeIsASetting() throws IOException {
		String compose = Files.readString(Path.of("compose.yaml"));
		assertThat(Pattern.compile("(AGENTSERVICE_\\w+):")
			.matcher(compose)
			.results()
			.map((MatchResult variable) -> variable.group(1))).isNotEmpty()
			.isSubsetOf(Settings.all().keySet().stream().map(Settings::environmentVariable).toList());
		assertThat(Pattern.compile("(?m)^  (agent-service\\.\\S+): \\{file")
			.matcher(compose)
			.results()
			.map((MatchResult secret) -> secret.group(1).replaceFirst("providers\\.\\w+", "providers.<name>")))
			.hasSize(3)
			.isSubsetOf(Settings.all().keySet());
	}

	@Test
	void settingsAndClientsAreReadFromTheirMounts(@TempDir Path mounts) throws IOException {
		Files.writeString(Files.createDirectory(mounts.resolve("settings")).resolve("application.yaml"),
				"agent-service: {budget: {task-usd: 0.25}}");
		Files.writeString(Files.createDirectory(mounts.resolve("clients")).resolve("application.yaml"),
				"agent-service: {identity: {api-keys: [{name: web}]}}");
		String location = Pattern.compile("SPRING_CONFIG_ADDITIONAL_LOCATION\\s+value: (\\S+)")
			.matcher(Files.readString(DEPLOYMENT))
			.results()
			.findFirst()
			.orElseThrow()
			.group(1);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
							Map.of("SPRING_CONFIG_ADDITIONAL_LOCATION",
									location.replace("/etc/agent-service", mounts.toString()))));
		ConfigDataEnvironmentPostProcessor.applyTo(environment);
		assertThat(environment.getProperty("agent-service.budget.task-usd")).isEqualTo("0.25");
		assertThat(environment.getProperty("agent-service.identity.api-keys[0].name")).isEqualTo("web");
	}

}

package dev.agentservice.setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import dev.agentservice.support.redis.RedisProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The same in all places where Spring Boot looks for configuration.
 */
@Isolated("it reads what is printed")
@ExtendWith(OutputCaptureExtension.class)
class SettingsAtStartTests {

	private static final String VARIABLES = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	private static final String PROPERTIES = StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "application.yaml", "application.properties", "secrets", "argument", "property", "json",
			"variable" })
	void anUnknownNameStopsTheStartWhereverItStands(String place, CapturedOutput output) throws IOException {
		assertThatThrownBy(() -> start(place, "agent-service.redis.comand-timeout", "2s"))
			.isInstanceOf(UnusableSettingsException.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Did you mean",
					place.equals("variable") ? "AGENTSERVICE_REDIS_COMMANDTIMEOUT?"
							: "agent-service.redis.command-timeout?")
			.contains("docs/configuration.md");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application.yaml", "secrets", "variable" })
	void aMistypedSecretIsToldWithoutItsValue(String place, CapturedOutput output) {
		assertThatThrownBy(() -> start(place, "agent-service.llm.remote.webhooks.openai-secret", "whsec_bXlzdGVyeQ"))
			.isInstanceOf(UnusableSettingsException.class);
		assertThat(output).containsPattern("(openai-secrets|OPENAISECRETS)[?]").doesNotContain("bXlzdGVyeQ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application.yaml", "property", "secrets", "variable" })
	void aKnownNameIsRead(String place) throws IOException {
		try (ConfigurableApplicationContext context = start(place, "agent-service.redis.command-timeout", "2s")) {
			assertThat(context.getBean(RedisProperties.class).commandTimeout()).hasSeconds(2);
		}
	}

	@Test
	void aValueThatCannotBeIsToldWithTheVariableThatHasIt() {
		try (ConfigurableApplicationContext context = start(Map.of("AGENTSERVICE_REDIS_COMMAND_TIMEOUT", "soon"))) {
			assertThatExceptionOfType(ConfigurationPropertiesBindException.class)
				.isThrownBy(() -> context.getBean(RedisProperties.class))
				.havingCause()
				.isInstanceOfSatisfying(BindException.class,
						(failure) -> assertThat(failure.getProperty()).isNotNull()
							.extracting(ConfigurationProperty::getOrigin)
							.hasToString("System Environment Property \"AGENTSERVICE_REDIS_COMMAND_TIMEOUT\""));
		}
	}

	private ConfigurableApplicationContext start(String place, String name, String value) throws IOException {
		return switch (place) {
			case "variable" -> start(Map.of(name.replace("agent-service", "AGENTSERVICE")
				.replace('.', '_')
				.replace('-', '_')
				.toUpperCase(Locale.ROOT), value));
			case "argument" -> start(Map.of(), "--" + name + "=" + value);
			case "json" -> start(Map.of("SPRING_APPLICATION_JSON", "{\"" + name + "\": \"" + value + "\"}"));
			case "property" -> start(Map.of(), Map.of(name, value));
			case "secrets" -> {
				Files.writeString(this.directory.resolve(name), value);
				yield start(Map.of(), "--spring.config.import=configtree:" + this.directory + "/");
			}
			case "application.yaml" -> fromFile(place, name + ": " + value);
			default -> fromFile(place, name + "=" + value);
		};
	}

	private ConfigurableApplicationContext fromFile(String file, String content) throws IOException {
		Files.writeString(this.directory.resolve(file), content);
		return start(Map.of(), "--spring.config.additional-location=" + this.directory + "/");
	}

	private static ConfigurableApplicationContext start(Map<String, Object> variables, String... arguments) {
		return start(variables, Map.of(), arguments);
	}

	private static ConfigurableApplicationContext start(Map<String, Object> variables, Map<String, Object> properties,
			String... arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		MutablePropertySources sources = environment.getPropertySources();
		sources.replace(VARIABLES, new SystemEnvironmentPropertySource(VARIABLES, variables));
		// Those of this JVM are everybody's.
		sources.replace(PROPERTIES, new MapPropertySource(PROPERTIES, properties));
		return new SpringApplicationBuilder(Everything.class).environment(environment)
			.web(WebApplicationType.NONE)
			.lazyInitialization(true)
			.properties("logging.structured.format.console=")
			.run(arguments);
	}

	/** All settings and their check, and nothing else. No component: local mode scans. */
	@ConfigurationPropertiesScan("dev.agentservice")
	@Import(SettingConfiguration.class)
	static class Everything {

	}

}

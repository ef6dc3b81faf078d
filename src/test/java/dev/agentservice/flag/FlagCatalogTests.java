package dev.agentservice.flag;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/** What the configuration may say of flags. */
class FlagCatalogTests {

	@Test
	void aFlagMayHaveRulesAndVariants() {
		with(Map.of("simple-model.variants.turbo", "openai/gpt-4-turbo", "simple-model.rules[0].agents", "assistant",
				"simple-model.rules[0].percentage", "12.5", "simple-model.rules[0].variant", "turbo", "mine.type",
				"boolean", "mine.default", "false"))
			.run((context) -> {
				FlagCatalog catalog = context.getBean(FlagCatalog.class);
				FlagSetting setting = catalog.find("simple-model").orElseThrow().configured();
				assertThat(setting.variants()).containsEntry("agent-file", "")
					.containsEntry("turbo", "openai/gpt-4-turbo");
				assertThat(setting.rules()).singleElement().satisfies((rule) -> {
					assertThat(rule.agents()).containsExactly("assistant");
					assertThat(rule.share()).isEqualTo(1250);
				});
				assertThat(catalog.all()).extracting(FlagDefinition::name)
					.containsExactly("agent-enabled", "complex-model", "knowledge", "mine", "parallel-tool-execution",
							"simple-model");
			});
	}

	@Test
	void anEnvironmentVariableReachesAFlagWithDashesInItsName() {
		with(Map.of())
			.withInitializer(
					(context) -> TestPropertyValues.of("AGENTSERVICE_FLAGS_PARALLELTOOLEXECUTION_DEFAULT=false")
						.applyTo(context.getEnvironment(), TestPropertyValues.Type.SYSTEM_ENVIRONMENT))
			.run((context) -> {
				FlagCatalog catalog = context.getBean(FlagCatalog.class);
				assertThat(catalog.find("parallel-tool-execution").orElseThrow().configured().defaultVariant())
					.isEqualTo("false");
				assertThat(catalog.all()).hasSize(BuiltInFlag.values().length);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"agent-enabled.default     | maybe  | agent-service.flags.agent-enabled.default must be one of the variants: false, true",
			"agent-enabled.type        | string | agent-service.flags.agent-enabled",
			"agent-enabled.variants.x  | y      | agent-service.flags.agent-enabled.variants must not be there",
			"simple-model.default      | turbo  | agent-service.flags.simple-model.default must be one of the variants: agent-file",
			"simple-model.variants.bad | bad    | agent-service.flags.simple-model.variants.bad must be good",
			"simple-model.rules[0].variant | x  | agent-service.flags.simple-model.rules[0].variant must be one of",
			"mine.default | true | type", "mine.type | boolean | default" })
	void whatCannotBeRightStopsTheStart(String name, String value, String message) {
		with(Map.of(name, value)).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(messages(context.getStartupFailure())).contains(message);
		});
	}

	private static ApplicationContextRunner with(Map<String, String> flags) {
		Map<String, String> settings = new HashMap<>(FlagReplica.configuration());
		flags.forEach((name, value) -> settings.put("agent-service.flags." + name, value));
		return new ApplicationContextRunner().withUserConfiguration(Wiring.class)
			.withPropertyValues(settings.entrySet()
				.stream()
				.map((setting) -> setting.getKey() + "=" + setting.getValue())
				.toArray(String[]::new));
	}

	private static String messages(@Nullable Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			messages.append(cause).append('\n');
		}
		return messages.toString();
	}

	@EnableConfigurationProperties(FlagProperties.class)
	@Import(FlagCatalog.class)
	static class Wiring {

		@Bean
		FlagValueCheck check() {
			return new FlagValueCheck() {

				@Override
				public boolean covers(String flag) {
					return List.of("simple-model").contains(flag);
				}

				@Override
				public Optional<String> complaint(String value) {
					return "bad".equals(value) ? Optional.of("must be good") : Optional.empty();
				}

			};
		}

	}

}

package dev.agentservice.llm.remote.hook;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Secrets as operators mistype them. */
@Isolated("it reads what is printed")
@ExtendWith(OutputCaptureExtension.class)
class HookPropertiesTests {

	private static final String PREFIX = "agent-service.llm.remote.webhooks.";

	/** With the variables' own names, as deployments set them. */
	@ParameterizedTest
	@ValueSource(
			strings = { "whsec_not-base64-but-33-characters-long", "whsec_dG9vIHNob3J0", "no-prefix-bm8gcHJlZml4" })
	void aSecretThatCannotBeUsedStopsTheStartAndIsToldByItsName(String secret, CapturedOutput output) {
		refused("OPENAI_WEBHOOK_SECRET", secret);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(PREFIX + "openai-secrets")
			.contains("base64");
		refused("ANTHROPIC_WEBHOOK_SIGNING_KEY", secret);
		assertThat(output).contains(PREFIX + "anthropic-secrets").doesNotContain(secret);
	}

	/** Whatever is bound last must not be printed either. */
	@ParameterizedTest
	@ValueSource(strings = { "anthropic-secrets", "anthropic-secrets[0]", "anthropic-secrets[1]" })
	void noSecretIsPrintedBesideOneThatCannotBeUsed(String name, CapturedOutput output) {
		refused(PREFIX + name, "whsec_dG9vIHNob3J0");
		assertThat(output).contains(PREFIX + "anthropic-secrets").doesNotContain("dG9vIHNob3J0");
	}

	private static void refused(String name, String value) {
		assertThatThrownBy(() -> new SpringApplicationBuilder(Hooks.class).web(WebApplicationType.NONE)
			.properties("logging.structured.format.console=")
			.run("--" + name + "=" + value)
			.close()).isInstanceOf(ConfigurationPropertiesBindException.class);
	}

	/** These settings alone. */
	@EnableConfigurationProperties(HookProperties.class)
	static class Hooks {

	}

}

package dev.agentservice.llm.remote.hook;

import java.time.Duration;
import java.util.List;

import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.webhook.WebhookKeys;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Webhooks of providers. Who sends them has no credential but a signature, so that all of
 * this is a limit; what a limit refuses is found by polling.
 *
 * @param openaiSecrets the secrets of OpenAI's webhooks, the newest first; without one
 * their path does not exist
 * @param anthropicSecrets the same of Anthropic's
 * @param maxBody the largest body in bytes; a provider's has less than a thousand
 * @param bodyTimeout within which the whole body has to arrive
 * @param perMinute how many a replica reads of each provider, forged ones included
 * @param parallel how many a replica reads of each provider at the same time
 */
@Validated
@ConfigurationProperties(HookProperties.PREFIX)
record HookProperties(@DefaultValue List<String> openaiSecrets, @DefaultValue List<String> anthropicSecrets,
		@DefaultValue("65536") @Min(1024) @Max(1_048_576) int maxBody,
		@DefaultValue("5s") @NotNull @DurationMin(millis = 1) Duration bodyTimeout,
		@DefaultValue("600") @Min(1) @Max(1_000_000) int perMinute,
		@DefaultValue("16") @Min(1) @Max(1000) int parallel) {

	static final String PREFIX = "agent-service.llm.remote.webhooks";

	/**
	 * Settings.
	 * @throws IllegalArgumentException if a secret cannot be used; the message does not
	 * show it
	 */
	@ConstructorBinding
	public HookProperties {
		openaiSecrets = openaiSecrets.stream().map(String::strip).filter((text) -> !text.isEmpty()).toList();
		anthropicSecrets = anthropicSecrets.stream().map(String::strip).filter((text) -> !text.isEmpty()).toList();
		check("openai-secrets", openaiSecrets);
		check("anthropic-secrets", anthropicSecrets);
	}

	private static void check(String name, List<String> secrets) {
		try {
			var _ = WebhookKeys.of(secrets);
		}
		catch (IllegalArgumentException ex) {
			// Without a cause: at the start only the innermost message is printed.
			throw new IllegalArgumentException(PREFIX + "." + name + ": " + ex.getMessage());
		}
	}

	WebhookKeys keys(RemoteRuntime runtime) {
		return WebhookKeys.of(switch (runtime) {
			case OPENAI_RESPONSES -> this.openaiSecrets;
			case ANTHROPIC_MANAGED -> this.anthropicSecrets;
		});
	}

	/** Leaves out the secrets. */
	@Override
	public String toString() {
		return "HookProperties[openaiSecrets=%d, anthropicSecrets=%d, maxBody=%d, bodyTimeout=%s, perMinute=%d, parallel=%d]"
			.formatted(this.openaiSecrets.size(), this.anthropicSecrets.size(), this.maxBody, this.bodyTimeout,
					this.perMinute, this.parallel);
	}

}

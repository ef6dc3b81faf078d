package dev.agentservice.privacy.receipt;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What operators state of those outside who get personal data.
 *
 * @param statedRetention how long each of them keeps it, in words, by its name in
 * receipts: a provider, {@code tool-<name>} or {@code classifier}
 */
@ConfigurationProperties("agent-service.privacy")
record OutsideProperties(@DefaultValue Map<String, String> statedRetention) {

	OutsideProperties {
		statedRetention = Map.copyOf(statedRetention);
	}

}

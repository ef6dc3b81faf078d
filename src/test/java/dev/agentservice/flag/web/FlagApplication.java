package dev.agentservice.flag.web;

import java.util.Optional;

import dev.agentservice.flag.FlagValueCheck;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The part of the service that these tests need. Not a component itself, so that nobody
 * finds it by scanning.
 */
@EnableAutoConfiguration
@ComponentScan({ "dev.agentservice.identity", "dev.agentservice.support", "dev.agentservice.audit",
		"dev.agentservice.flag" })
@ConfigurationPropertiesScan({ "dev.agentservice.identity", "dev.agentservice.support", "dev.agentservice.audit",
		"dev.agentservice.flag" })
final class FlagApplication {

	@Bean
	FlagValueCheck check() {
		return new FlagValueCheck() {

			@Override
			public boolean covers(String flag) {
				return flag.equals("simple-model");
			}

			@Override
			public Optional<String> complaint(String value) {
				return "unusable".equals(value) ? Optional.of("must be usable") : Optional.empty();
			}

		};
	}

}

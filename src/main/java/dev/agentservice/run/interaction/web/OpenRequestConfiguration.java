package dev.agentservice.run.interaction.web;

import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets controllers take an {@link OpenRequest} as their body.
 */
@Configuration(proxyBeanMethods = false)
class OpenRequestConfiguration {

	@Bean
	StrictJsonConverter<OpenRequest> openRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(OpenRequest.class, http, OpenRequest::parse);
	}

}

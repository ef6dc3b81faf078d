package dev.agentservice.privacy.web;

import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets controllers take a {@link ReplayRequest} as their body.
 */
@Configuration(proxyBeanMethods = false)
class ReplayRequestConfiguration {

	@Bean
	StrictJsonConverter<ReplayRequest> replayRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(ReplayRequest.class, http, ReplayRequest::parse);
	}

}

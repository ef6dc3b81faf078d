package dev.agentservice.privacy.web;

import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets controllers take an {@link EraseRequest} as their body.
 */
@Configuration(proxyBeanMethods = false)
class EraseRequestConfiguration {

	@Bean
	StrictJsonConverter<EraseRequest> eraseRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(EraseRequest.class, http, EraseRequest::parse);
	}

}

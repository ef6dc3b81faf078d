package dev.agentservice.flag.web;

import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets controllers take a {@link FlagRequest} as their body.
 */
@Configuration(proxyBeanMethods = false)
class FlagRequestConfiguration {

	@Bean
	StrictJsonConverter<FlagRequest> flagRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(FlagRequest.class, http, FlagRequest::parse);
	}

}

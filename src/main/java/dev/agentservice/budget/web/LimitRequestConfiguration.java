package dev.agentservice.budget.web;

import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets controllers take a {@link LimitRequest} as their body.
 */
@Configuration(proxyBeanMethods = false)
class LimitRequestConfiguration {

	@Bean
	StrictJsonConverter<LimitRequest> limitRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(LimitRequest.class, http, LimitRequest::parse);
	}

}

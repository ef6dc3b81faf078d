package dev.agentservice.privacy.web;

import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets controllers take {@link EraseRequest} and others as their bodies.
 */
@Configuration(proxyBeanMethods = false)
class EraseRequestConfiguration {

	@Bean
	StrictJsonConverter<HoldRequest> holdRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(HoldRequest.class, http, HoldRequest::parse);
	}

	@Bean
	StrictJsonConverter<TenantEraseRequest> tenantEraseRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(TenantEraseRequest.class, http, TenantEraseRequest::parse);
	}

	@Bean
	StrictJsonConverter<EraseRequest> eraseRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(EraseRequest.class, http, EraseRequest::parse);
	}

}

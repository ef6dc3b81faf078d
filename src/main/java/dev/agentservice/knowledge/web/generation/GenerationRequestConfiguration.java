package dev.agentservice.knowledge.web.generation;

import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers the readers of these requests' bodies. */
@Configuration(proxyBeanMethods = false)
class GenerationRequestConfiguration {

	@Bean
	StrictJsonConverter<GenerationRequest> generationRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(GenerationRequest.class, http, GenerationRequest::parse);
	}

	@Bean
	StrictJsonConverter<ActivationRequest> activationRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(ActivationRequest.class, http, ActivationRequest::parse);
	}

}

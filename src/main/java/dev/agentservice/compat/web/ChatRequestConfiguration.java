package dev.agentservice.compat.web;

import dev.agentservice.compat.ChatRequest;
import dev.agentservice.run.AgentRequestProperties;
import dev.agentservice.support.HttpProperties;
import dev.agentservice.support.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets controllers take a {@link ChatRequest} as their body.
 */
@Configuration(proxyBeanMethods = false)
class ChatRequestConfiguration {

	@Bean
	StrictJsonConverter<ChatRequest> chatRequestConverter(HttpProperties http, AgentRequestProperties limits) {
		return new StrictJsonConverter<>(ChatRequest.class, http,
				(fields) -> ChatRequest.parse(fields, limits.maxTaskBytes()));
	}

}

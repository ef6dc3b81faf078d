package dev.agentservice.run.web;

import dev.agentservice.run.order.AgentRequestProperties;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets controllers take an {@link AgentRequest} as their body.
 */
@Configuration(proxyBeanMethods = false)
class AgentRequestConfiguration {

	@Bean
	StrictJsonConverter<AgentRequest> agentRequestConverter(HttpProperties http, AgentRequestProperties limits,
			RunProperties runs) {
		return new StrictJsonConverter<>(AgentRequest.class, http,
				(fields) -> AgentRequest.parse(fields, limits.maxTaskBytes(), runs.maxTtl()));
	}

}

package dev.agentservice.compat.openai.web;

import dev.agentservice.compat.openai.ChatRequest;
import dev.agentservice.run.order.AgentRequestProperties;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Lets controllers take a {@link ChatRequest} as their body, and gives each answer its
 * id.
 */
@Configuration(proxyBeanMethods = false)
class CompatConfiguration {

	/** Right behind the one that begins the trace. */
	private static final int AFTER_OBSERVATION = Ordered.HIGHEST_PRECEDENCE + 2;

	@Bean
	StrictJsonConverter<ChatRequest> chatRequestConverter(HttpProperties http, AgentRequestProperties limits) {
		return new StrictJsonConverter<>(ChatRequest.class, http,
				(fields) -> ChatRequest.parse(fields, limits.maxTaskBytes()));
	}

	@Bean
	FilterRegistrationBean<RequestIds> requestIds() {
		FilterRegistrationBean<RequestIds> filter = new FilterRegistrationBean<>(new RequestIds());
		filter.addUrlPatterns("/v1/*");
		filter.setOrder(AFTER_OBSERVATION);
		return filter;
	}

}

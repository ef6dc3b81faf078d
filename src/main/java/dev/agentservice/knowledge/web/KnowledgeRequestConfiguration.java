package dev.agentservice.knowledge.web;

import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.support.json.HttpProperties;
import dev.agentservice.support.json.StrictJsonConverter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Registers the readers of this feature's request bodies. */
@Configuration(proxyBeanMethods = false)
class KnowledgeRequestConfiguration {

	@Bean
	DocumentConverter documentConverter(HttpProperties http, KnowledgeProperties knowledge) {
		return new DocumentConverter(
				new HttpProperties(knowledge.limits().document(), http.bodyTimeout(), http.json()));
	}

	@Bean
	StrictJsonConverter<SearchRequest> searchRequestConverter(HttpProperties http, KnowledgeProperties knowledge) {
		return new StrictJsonConverter<>(SearchRequest.class, http,
				(fields) -> SearchRequest.parse(fields, knowledge.embedsTexts()));
	}

	@Bean
	StrictJsonConverter<ReleaseRequest> releaseRequestConverter(HttpProperties http) {
		return new StrictJsonConverter<>(ReleaseRequest.class, http, ReleaseRequest::parse);
	}

}

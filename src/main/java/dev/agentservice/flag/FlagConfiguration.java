package dev.agentservice.flag;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.OpenFeatureAPI;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Wires OpenFeature. Each application has an API of its own and leaves the process-wide
 * one alone, so that two of them in one process cannot take each other's provider.
 */
@Configuration(proxyBeanMethods = false)
class FlagConfiguration {

	@Bean(destroyMethod = "shutdown")
	OpenFeatureAPI openFeature(FlagProvider provider) {
		OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
		api.setProviderAndWait(provider);
		return api;
	}

	@Bean
	Client openFeatureClient(OpenFeatureAPI api) {
		return api.getClient();
	}

}

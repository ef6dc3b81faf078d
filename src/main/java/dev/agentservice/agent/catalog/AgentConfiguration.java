package dev.agentservice.agent.catalog;

import dev.agentservice.agent.definition.AgentFileParser;
import dev.agentservice.agent.definition.LatencyTargets;
import dev.agentservice.budget.PriceTable;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.llm.ModelGateway;
import dev.agentservice.tool.registry.Tools;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the agents' definitions. */
@Configuration(proxyBeanMethods = false)
class AgentConfiguration {

	@Bean
	AgentCatalog agentCatalog(AgentsProperties properties, LatencyTargets targets, GuardPolicy guard, Tools tools,
			ModelGateway models, PriceTable prices, MeterRegistry meters) {
		return new AgentCatalog(new AgentDirectory(properties.directory()),
				new AgentFileParser(tools, models::serves, (model) -> prices.prices(model.toString()), targets, guard),
				new AgentMetrics(meters));
	}

	@Bean
	AgentReload agentReload(AgentCatalog catalog, AgentsProperties properties) {
		return new AgentReload(catalog, properties.reloadEvery());
	}

}

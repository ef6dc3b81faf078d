package dev.agentservice.agent.catalog;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.stream.Collectors;

import dev.agentservice.agent.definition.AgentFileParser;
import dev.agentservice.agent.definition.KnowledgeOffer;
import dev.agentservice.agent.definition.LatencyTargets;
import dev.agentservice.agent.definition.RuntimeOffer;
import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.knowledge.Knowledge;
import dev.agentservice.llm.ModelGateway;
import dev.agentservice.llm.RemoteGateway;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.tool.registry.Tools;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the agents' definitions. */
@Configuration(proxyBeanMethods = false)
class AgentConfiguration {

	@Bean
	AgentFileParser agentFileParser(LatencyTargets targets, GuardPolicy guard, Tools tools, ModelGateway models,
			PriceTable prices, Knowledge knowledge, RemoteGateway remote) {
		return new AgentFileParser(tools, models::serves, (model) -> prices.prices(model.toString()), targets, guard,
				new KnowledgeOffer(knowledge.names(), knowledge.hasVectors()), offer(remote));
	}

	private static RuntimeOffer offer(RemoteGateway remote) {
		return new RuntimeOffer(
				Arrays.stream(RemoteRuntime.values()).filter(remote::serves).collect(Collectors.toSet()),
				(runtime, tool) -> remote.price(runtime, tool).isPresent());
	}

	@Bean
	AgentCatalog agentCatalog(AgentsProperties properties, AgentFileParser parser, MeterRegistry meters) {
		return new AgentCatalog(new AgentDirectory(properties.directory(), properties.moreDirectories()), parser,
				new AgentMetrics(meters));
	}

	@Bean
	AgentRevisions agentRevisions(AgentCatalog catalog, AgentFileParser parser, RedisStore redis) {
		return new AgentRevisions(catalog, parser, redis, InstantSource.system());
	}

	@Bean
	AgentReload agentReload(AgentCatalog catalog, AgentsProperties properties) {
		return new AgentReload(catalog, properties.reloadEvery());
	}

}

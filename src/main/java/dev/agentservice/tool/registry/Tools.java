package dev.agentservice.tool.registry;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.agentservice.tool.CacheScope;
import dev.agentservice.tool.ToolDefinitionException;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.ToolsProperties;
import dev.agentservice.tool.cache.ResultCache;
import dev.agentservice.tool.call.ToolMetrics;
import dev.agentservice.tool.call.ToolRuntime;
import dev.agentservice.tool.call.Toolset;
import dev.agentservice.tool.method.PolicyReader;
import dev.agentservice.tool.method.ToolScan;
import dev.agentservice.tool.resilience.ResilienceProperties;
import dev.agentservice.tool.resilience.ResilienceRegistry;
import dev.agentservice.tool.resilience.ToolResilience;
import dev.agentservice.tool.source.AgentTool;
import dev.agentservice.tool.source.ToolSource;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.modulith.NamedInterface;
import org.springframework.stereotype.Component;

/**
 * All tools there are: every method of a Spring bean that carries LangChain4j's
 * {@code @Tool}. They are found at start by the types of the beans, without creating any;
 * two tools of one name, or a tool that could never be called, stop the start.
 */
@Component
@NamedInterface("registry")
public class Tools implements SmartInitializingSingleton {

	private final Map<String, AgentTool> byName;

	private final ToolSource source;

	private final ResilienceRegistry resilience;

	private final ResilienceProperties defaults;

	private final ToolRuntime runtime;

	Tools(ConfigurableListableBeanFactory beans, ToolsProperties properties, ObjectProvider<ResultCache> cache,
			MeterRegistry meters) {
		this.resilience = new ResilienceRegistry(properties.resilience().retryBudget(), meters);
		this.defaults = properties.resilience();
		this.source = new ToolScan(beans, new PolicyReader(properties), this.resilience);
		ToolMetrics metrics = new ToolMetrics(meters);
		this.runtime = new ToolRuntime(metrics, cache::getObject, Math.toIntExact(properties.maxResult().toBytes()));
		this.byName = byName(this.source.tools());
		announceDoubts(metrics);
		demandKnown(properties.byName().keySet());
	}

	private void announceDoubts(ToolMetrics metrics) {
		this.byName.values()
			.stream()
			.filter((tool) -> tool.settings().sideEffects())
			.forEach((tool) -> metrics.mayBeInDoubt(tool.name()));
	}

	private static Map<String, AgentTool> byName(List<? extends AgentTool> tools) {
		Map<String, AgentTool> byName = new TreeMap<>();
		for (AgentTool tool : tools) {
			AgentTool other = byName.putIfAbsent(tool.name(), tool);
			if (other != null) {
				throw new ToolDefinitionException("The tool name '" + tool.name() + "' is taken twice: by "
						+ other.place() + " and by " + tool.place() + ".");
			}
		}
		return byName;
	}

	private void demandKnown(Set<String> configured) {
		Set<String> unknown = new TreeSet<>(configured);
		unknown.removeAll(this.byName.keySet());
		if (!unknown.isEmpty()) {
			throw new ToolDefinitionException("agent-service.tools.by-name sets up " + unknown
					+ ", but there are only the tools " + this.byName.keySet() + ".");
		}
	}

	/** Finds out at start, not at the first call, whether proxied tools can be called. */
	@Override
	public void afterSingletonsInstantiated() {
		this.source.checkCallable();
		this.byName.values().forEach(this::checkCache);
	}

	private void checkCache(AgentTool tool) {
		ToolSettings.Cache cache = tool.settings().cache();
		if (cache == null) {
			return;
		}
		this.runtime.cache().get().show(tool.name());
		if (cache.scope() == CacheScope.SHARED) {
			this.runtime.cache().get().shared().note(cache.ttl());
		}
		if (cache.ttl().compareTo(this.runtime.cache().get().longest()) >= 0) {
			throw new ToolDefinitionException(tool.place()
					+ ": results must be cached for a shorter time than agent-service.redis.epoch-ttl says.");
		}
	}

	/** The settings of all tools by name, in the order of the names. */
	public Map<String, ToolSettings> settings() {
		Map<String, ToolSettings> settings = new LinkedHashMap<>();
		this.byName.forEach((name, tool) -> settings.put(name, tool.settings()));
		return settings;
	}

	/** How tools are protected that set up nothing else. */
	public ResilienceProperties resilience() {
		return this.defaults;
	}

	/** What protects a tool that is made for single runs. */
	public ToolResilience resilience(String tool) {
		return this.resilience.of(tool, this.defaults);
	}

	/**
	 * The tools an agent may use.
	 * @param patterns its allow-list: names of tools, or beginnings of names followed by
	 * {@code *}
	 * @return those tools, in the order of the list, those of one pattern by name
	 * @throws NoSuchToolException if a pattern matches nothing
	 */
	public Toolset select(Collection<String> patterns) {
		return select(patterns, Map.of());
	}

	/**
	 * The tools an agent may use, and those that are called where one of them fails.
	 * @param patterns its allow-list, as in {@link #select(Collection)}
	 * @param fallbacks names of tools by the name of the tool whose place they take;
	 * these need not be on the list, and the model does not know them
	 * @throws NoSuchToolException if a pattern matches nothing
	 * @throws UnusableFallbackException if a tool could not take the other's place
	 */
	public Toolset select(Collection<String> patterns, Map<String, String> fallbacks) {
		Map<String, AgentTool> selected = new LinkedHashMap<>();
		for (String pattern : patterns) {
			List<AgentTool> matching = matching(pattern);
			if (matching.isEmpty()) {
				throw new NoSuchToolException(pattern);
			}
			matching.forEach((tool) -> selected.putIfAbsent(tool.name(), tool));
		}
		Toolset tools = new Toolset(selected, new Fallbacks(this.byName, fallbacks).check(selected.keySet()),
				this.runtime);
		fallbacks.forEach(this.runtime.metrics()::mayFallBack);
		return tools;
	}

	private List<AgentTool> matching(String pattern) {
		if (pattern.endsWith("*")) {
			String start = pattern.substring(0, pattern.length() - 1);
			return this.byName.values().stream().filter((tool) -> tool.name().startsWith(start)).toList();
		}
		AgentTool tool = this.byName.get(pattern);
		return (tool != null) ? List.of(tool) : List.of();
	}

}

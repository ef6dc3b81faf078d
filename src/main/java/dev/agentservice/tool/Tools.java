package dev.agentservice.tool;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.stereotype.Component;

/**
 * All tools there are: every method of a Spring bean that carries LangChain4j's
 * {@code @Tool}. They are found at start by the types of the beans, without creating any;
 * two tools of one name, or a tool that could never be called, stop the start.
 */
@Component
public class Tools implements SmartInitializingSingleton {

	private final Map<String, JavaTool> byName;

	private final ToolScan scan;

	private final ToolMetrics metrics;

	private final ToolsProperties properties;

	Tools(ConfigurableListableBeanFactory beans, ToolsProperties properties, MeterRegistry meters) {
		this.scan = new ToolScan(beans, properties);
		this.metrics = new ToolMetrics(meters);
		this.properties = properties;
		this.byName = byName(this.scan.find());
		demandKnown(properties.byName().keySet());
	}

	private static Map<String, JavaTool> byName(List<JavaTool> tools) {
		Map<String, JavaTool> byName = new TreeMap<>();
		for (JavaTool tool : tools) {
			JavaTool other = byName.putIfAbsent(tool.name(), tool);
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
		this.scan.checkInvocable(this.byName.values());
	}

	/** The settings of all tools by name, in the order of the names. */
	public Map<String, ToolSettings> settings() {
		Map<String, ToolSettings> settings = new LinkedHashMap<>();
		this.byName.forEach((name, tool) -> settings.put(name, tool.settings()));
		return settings;
	}

	/**
	 * The tools an agent may use.
	 * @param patterns its allow-list: names of tools, or beginnings of names followed by
	 * {@code *}
	 * @return those tools, in the order of the list, those of one pattern by name
	 * @throws NoSuchToolException if a pattern matches nothing
	 */
	public Toolset select(Collection<String> patterns) {
		Map<String, JavaTool> selected = new LinkedHashMap<>();
		for (String pattern : patterns) {
			List<JavaTool> matching = matching(pattern);
			if (matching.isEmpty()) {
				throw new NoSuchToolException(pattern);
			}
			matching.forEach((tool) -> selected.putIfAbsent(tool.name(), tool));
		}
		return new Toolset(selected, this.metrics, Math.toIntExact(this.properties.maxResult().toBytes()));
	}

	private List<JavaTool> matching(String pattern) {
		if (pattern.endsWith("*")) {
			String start = pattern.substring(0, pattern.length() - 1);
			return this.byName.values().stream().filter((tool) -> tool.name().startsWith(start)).toList();
		}
		JavaTool tool = this.byName.get(pattern);
		return (tool != null) ? List.of(tool) : List.of();
	}

}

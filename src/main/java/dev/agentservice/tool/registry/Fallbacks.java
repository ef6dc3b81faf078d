package dev.agentservice.tool.registry;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.tool.source.AgentTool;

/**
 * Which tool takes which tool's place. A fallback gets the arguments that the model wrote
 * for the other tool, without the model knowing: so it must accept them all, and must not
 * do more than the model asked for.
 *
 * @param tools all tools by name
 * @param names names of fallbacks by the name of the tool that may fail
 */
record Fallbacks(Map<String, AgentTool> tools, Map<String, String> names) {

	/**
	 * Finds the tools.
	 * @param allowed the names of the tools that the model may call
	 * @return the fallbacks by the name of the tool that may fail
	 * @throws UnusableFallbackException if one could not take the other's place
	 */
	Map<String, AgentTool> check(Collection<String> allowed) {
		Map<String, AgentTool> fallbacks = new LinkedHashMap<>();
		this.names.forEach((name, fallback) -> {
			if (!allowed.contains(name) && !this.names.containsValue(name)) {
				throw new UnusableFallbackException(name, fallback, "the agent does not use '" + name + "'");
			}
			fallbacks.put(name, check(name, fallback));
		});
		this.names.keySet().forEach(this::refuseCircle);
		return fallbacks;
	}

	private AgentTool check(String name, String fallback) {
		AgentTool tool = find(name, fallback, name);
		AgentTool other = find(name, fallback, fallback);
		if (other.settings().sideEffects() && !tool.settings().sideEffects()) {
			throw new UnusableFallbackException(name, fallback, "it has side effects, which the model did not ask for");
		}
		List<String> misfits = ParameterFit.misfits(tool.specification(), other.specification());
		if (!misfits.isEmpty()) {
			throw new UnusableFallbackException(name, fallback, String.join("; ", misfits));
		}
		return other;
	}

	private AgentTool find(String name, String fallback, String wanted) {
		AgentTool tool = this.tools.get(wanted);
		if (tool == null) {
			throw new UnusableFallbackException(name, fallback,
					"there is no tool '" + wanted + "'; the tools are " + String.join(", ", this.tools.keySet()));
		}
		return tool;
	}

	private void refuseCircle(String start) {
		Set<String> seen = new HashSet<>();
		String name = start;
		while (name != null) {
			if (!seen.add(name)) {
				throw new UnusableFallbackException(start, this.names.getOrDefault(start, start),
						"the fallbacks lead in a circle");
			}
			name = this.names.get(name);
		}
	}

}

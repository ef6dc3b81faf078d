package dev.agentservice.simulator.demo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.OfferedTool;
import dev.agentservice.simulator.chat.ToolCall;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the tools that do what a task asks for: those whose name shares a word with it,
 * or whose description shares two, and those that calculate if there is something to
 * calculate. A tool is called once for each thing that it is asked about.
 */
final class ToolMatcher {

	private static final int MOST_CALLS = 6;

	private final Set<String> asked;

	private final ArgumentWriter arguments;

	private final boolean required;

	ToolMatcher(String task, boolean required) {
		this.asked = Words.of(task);
		this.arguments = new ArgumentWriter(task);
		this.required = required;
	}

	List<ToolCall> calls(List<OfferedTool> tools) {
		List<ToolCall> calls = new ArrayList<>();
		for (OfferedTool tool : tools) {
			if (matches(tool)) {
				calls.addAll(calls(tool));
			}
		}
		if (calls.isEmpty() && this.required && !tools.isEmpty()) {
			return calls(tools.getFirst()).subList(0, 1);
		}
		return calls.stream().limit(MOST_CALLS).toList();
	}

	private boolean matches(OfferedTool tool) {
		if (this.arguments.calculates(tool.schema())) {
			return this.arguments.hasArithmetic();
		}
		return shared(Words.of(tool.name())) > 0 || shared(Words.of(tool.description())) > 1;
	}

	private int shared(Set<String> words) {
		words.retainAll(this.asked);
		return words.size();
	}

	private List<ToolCall> calls(OfferedTool tool) {
		List<ObjectNode> variants = this.arguments.forSchema(tool.schema());
		if (variants.isEmpty()) {
			return Collections.singletonList(new ToolCall("", tool.name(), "{}"));
		}
		return variants.stream().map((arguments) -> new ToolCall("", tool.name(), Json.text(arguments))).toList();
	}

}

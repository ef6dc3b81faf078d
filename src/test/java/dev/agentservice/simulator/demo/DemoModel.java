package dev.agentservice.simulator.demo;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Options.ToolChoice;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.chat.Turn.ToolResult;

/**
 * Calls the tools that do what the task asks for, all at once, then answers from their
 * results; answers questions about the user from what the user said before.
 */
public final class DemoModel implements Function<ChatCall, Reply> {

	private static final String SIMULATED = "(Simulated model.) ";

	private static final int ECHO = 160;

	@Override
	public Reply apply(ChatCall call) {
		Optional<String> known = Passages.answer(call.task());
		if (known.isPresent()) {
			return new Reply(SIMULATED + known.get(), List.of());
		}
		if (call.freshCalls().isEmpty()) {
			List<ToolCall> calls = calls(call);
			if (!calls.isEmpty()) {
				return new Reply("", calls);
			}
		}
		return new Reply(SIMULATED + text(call), List.of());
	}

	private static List<ToolCall> calls(ChatCall call) {
		if (call.options().toolChoice() == ToolChoice.NONE) {
			return List.of();
		}
		boolean required = call.options().toolChoice() == ToolChoice.REQUIRED;
		List<ToolCall> calls = new ToolMatcher(call.task(), required).calls(call.tools());
		return call.options().parallelCalls() ? calls : calls.stream().limit(1).toList();
	}

	private static String text(ChatCall call) {
		List<ToolResult> results = call.freshResults();
		if (!results.isEmpty()) {
			return "Here is what I found: "
					+ results.stream().map((it) -> describe(it, call)).collect(Collectors.joining("; ")) + ".";
		}
		return Memory.of(call.userTexts()).answer(call.task()).orElseGet(() -> echo(call.task()));
	}

	private static String describe(ToolResult result, ChatCall call) {
		String tool = call.freshCalls()
			.stream()
			.filter((it) -> it.id().equals(result.callId()))
			.map((it) -> it.name() + " " + it.arguments())
			.findFirst()
			.orElse("a tool");
		return tool + " says " + result.text().strip();
	}

	private static String echo(String task) {
		String start = (task.length() > ECHO) ? task.substring(0, ECHO) + "…" : task;
		return "You said: \"" + start + "\". A real model would know what to answer; configure one to hear it.";
	}

}

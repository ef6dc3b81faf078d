package dev.agentservice.endtoend.crash.agent;

import java.util.List;
import java.util.function.Function;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.OfferedTool;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.demo.ArgumentWriter;
import dev.agentservice.simulator.script.Responses;
import dev.agentservice.simulator.script.Scripted;

/**
 * A simulated model that calls all tools of the agent at once, then each of them once
 * more, one after another as far as the agent's steps allow, then answers.
 */
final class EveryTool implements Function<ChatCall, Scripted> {

	private final Stops stops;

	/** The most rounds of tools. */
	private final int rounds;

	EveryTool(Stops stops, int rounds) {
		this.stops = stops;
		this.rounds = rounds;
	}

	@Override
	public Scripted apply(ChatCall call) {
		if (this.stops.pass(replica(call))) {
			return Responses.reset();
		}
		List<OfferedTool> tools = call.tools();
		int made = call.freshCalls().size();
		int round = (made < tools.size()) ? 0 : made - tools.size() + 1;
		if (tools.isEmpty() || round >= Math.min(this.rounds, tools.size() + 1)) {
			return Responses.answer("Done.");
		}
		List<OfferedTool> next = (round == 0) ? tools : List.of(tools.get(round - 1));
		return Responses
			.toolCalls(next.stream().map((tool) -> call(tool, round, call.task())).toArray(ToolCall[]::new));
	}

	/** Each replica has a key of its own at its providers. */
	private static String replica(ChatCall call) {
		String key = call.headers().getOrDefault("x-api-key", call.headers().getOrDefault("authorization", ""));
		return key.substring(Math.max(key.lastIndexOf(','), key.lastIndexOf(' ')) + 1);
	}

	private static ToolCall call(OfferedTool tool, int round, String task) {
		String about = task + " Item " + (round + 1) + ".";
		return Responses.call(tool.name(), new ArgumentWriter(about).forSchema(tool.schema()).getFirst().toString());
	}

}

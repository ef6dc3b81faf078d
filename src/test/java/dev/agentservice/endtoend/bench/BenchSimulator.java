package dev.agentservice.endtoend.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.script.LatencyProfile;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.toolCalls;

/**
 * The provider of the bench, a process of its own: answers at once, calls as many tools
 * as the task says, and holds what shall be held until standard input says otherwise. It
 * ends with whoever started it.
 */
final class BenchSimulator {

	/** A task that holds this is answered when {@code release} is read. */
	static final String HELD = "[held]";

	private BenchSimulator() {
	}

	/** A task with this is answered after so many calls of a tool. */
	static String calls(int count) {
		return "[" + count + " calls]";
	}

	/** Argument: the port. */
	public static void main(String[] args) throws IOException {
		try (Simulator simulator = Simulator.start(Integer.parseInt(args[0]), LatencyProfile.NONE);
				BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			CompletableFuture<Void> released = new CompletableFuture<>();
			simulator.openai().whenAsked(HELD).always(held(released, answer("At last.")));
			for (int count : BenchPlan.TOOL_CALLS) {
				simulator.openai()
					.when((asked) -> asked.task().contains(calls(count)) && asked.freshCalls().isEmpty())
					.always(toolCalls(sums(count)));
			}
			for (String order = orders.readLine(); order != null; order = orders.readLine()) {
				if (order.equals("release")) {
					released.complete(null);
				}
			}
		}
	}

	private static ToolCall[] sums(int count) {
		return IntStream.rangeClosed(1, count)
			.mapToObj((i) -> call("calculator", "{\"expression\":\"" + i + " + 17.5\"}"))
			.toArray(ToolCall[]::new);
	}

}

package dev.agentservice.endtoend.crash;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.agentservice.endtoend.crash.judge.Plan;
import dev.agentservice.endtoend.crash.judge.Receipts;
import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.chat.Turn.ToolResult;
import dev.agentservice.simulator.script.Responses;
import dev.agentservice.simulator.script.Scripted;

/**
 * A simulated model that does what the task plans, and tells in its answer the receipt of
 * each call, or that it was not told one.
 */
final class PlannedModel implements Function<ChatCall, Scripted> {

	@Override
	public Scripted apply(ChatCall call) {
		Plan plan = Plan.parse(call.task());
		int round = round(plan, call.freshCalls().size());
		return (round < plan.rounds().size()) ? calls(plan, round) : answer(call);
	}

	/** As many calls as were made fill the rounds before it. */
	private static int round(Plan plan, int made) {
		int round = 0;
		int before = 0;
		while (round < plan.rounds().size() && before < made) {
			before += plan.rounds().get(round++).size();
		}
		return round;
	}

	private static Scripted calls(Plan plan, int round) {
		return Responses.toolCalls(plan.calls()
			.stream()
			.filter((call) -> call.id().startsWith("c" + round + "."))
			.map((call) -> Responses.call(call.tool(),
					Json.object().put("order", plan.order()).put("call", call.id()).toString()))
			.toArray(ToolCall[]::new));
	}

	private static Scripted answer(ChatCall call) {
		return Responses.answer(Receipts.answer(call.freshCalls()
			.stream()
			.map((made) -> Map.entry(id(made), receipt(made, call.freshResults())))
			.toList()));
	}

	private static String id(ToolCall call) {
		return Json.parseObject(call.arguments()).orElseThrow().path("call").asString();
	}

	private static String receipt(ToolCall call, List<ToolResult> results) {
		return results.stream()
			.filter((result) -> result.callId().equals(call.id()))
			.map((result) -> Receipts.in(result.text()))
			.findFirst()
			.orElse(Receipts.UNKNOWN);
	}

}

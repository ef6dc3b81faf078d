package dev.agentservice.simulator.chat;

import java.util.List;
import java.util.Map;

import dev.agentservice.simulator.usage.Segment;
import tools.jackson.databind.JsonNode;

/**
 * A request for a completion, parsed and found valid.
 *
 * @param model the model asked for
 * @param turns the conversation, oldest first
 * @param tools the tools offered
 * @param options how the answer is wanted
 * @param prompt the prompt as it is counted
 * @param body the request's JSON as it came
 * @param headers the request's headers by lower-case name
 */
public record ChatCall(String model, List<Turn> turns, List<OfferedTool> tools, Options options, List<Segment> prompt,
		JsonNode body, Map<String, String> headers) {

	/** All tokens of the prompt. */
	public int promptTokens() {
		return Segment.total(this.prompt);
	}

	/** What the user said last; empty if nothing. */
	public String task() {
		List<String> texts = userTexts();
		return texts.isEmpty() ? "" : texts.getLast();
	}

	/** Everything the user said, oldest first. */
	public List<String> userTexts() {
		return this.turns.stream().filter(Turn.User.class::isInstance).map(Turn::text).toList();
	}

	/** The results of the tools called since the user spoke last. */
	public List<Turn.ToolResult> freshResults() {
		return sinceTask().stream().filter(Turn.ToolResult.class::isInstance).map(Turn.ToolResult.class::cast).toList();
	}

	/** The tools called since the user spoke last. */
	public List<ToolCall> freshCalls() {
		return sinceTask().stream()
			.filter(Turn.Assistant.class::isInstance)
			.flatMap((turn) -> ((Turn.Assistant) turn).calls().stream())
			.toList();
	}

	private List<Turn> sinceTask() {
		int task = this.turns.size() - 1;
		while (task >= 0 && !(this.turns.get(task) instanceof Turn.User)) {
			task--;
		}
		return this.turns.subList(task + 1, this.turns.size());
	}

}

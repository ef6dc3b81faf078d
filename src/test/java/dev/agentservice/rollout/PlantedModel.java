package dev.agentservice.rollout;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.script.Answer;
import dev.agentservice.simulator.script.Responses;
import dev.agentservice.simulator.script.Scripted;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;

/**
 * The provider of one track. A task is the name of an agent and a number, which decides
 * what becomes of it; so both tracks have the same tasks, and differ in what is planted.
 *
 * @param cost what an answer costs, as a multiple
 * @param failures runs of the agent {@code errors} that fail, in percent
 * @param toolErrors calls of the agent {@code tools} that fail, in percent
 */
record PlantedModel(double cost, int failures, int toolErrors) {

	static final PlantedModel GOOD = new PlantedModel(1, 10, 10);

	/** Half more, and three times as much. */
	static final PlantedModel WORSE = new PlantedModel(1.5, 30, 30);

	private static final Pattern TASK = Pattern.compile("(cost|errors|tools|steady) (\\d+)");

	/** Has no divisor in common with a hundred, so that of a hundred each comes once. */
	private static final int STRIDE = 37;

	void install(Simulator simulator) {
		simulator.anthropic().when((_) -> true).always(this::response);
	}

	private Scripted response(ChatCall call) {
		Matcher task = TASK.matcher(call.task());
		if (!task.find()) {
			throw new IllegalArgumentException("Nobody sends " + call.task());
		}
		int number = Integer.parseInt(task.group(2));
		return switch (task.group(1)) {
			case "cost" -> answered(number, this.cost);
			case "errors" -> isAmong(number, this.failures) ? status(400) : answered(number, 1);
			case "tools" -> call.freshCalls().isEmpty() ? calculation(number) : answered(number, 1);
			default -> answered(number, 1);
		};
	}

	private Scripted calculation(int number) {
		String expression = isAmong(number, this.toolErrors) ? "2 +" : "2 + 3";
		return toolCalls(Responses.call("calculator", "{\"expression\": \"%s\"}".formatted(expression)));
	}

	/** Times and costs are spread, as those of people's tasks are. */
	private static Answer answered(int number, double cost) {
		int step = number * STRIDE % 40;
		String usage = String.format(Locale.ROOT, "{\"input_tokens\": %.0f, \"output_tokens\": %.0f}", 200 * cost,
				(100 + 10 * step) * cost);
		return answer("It is %d.".formatted(number)).claiming(usage)
			.firstTokenAfter(java.time.Duration.ofMillis(200 + 10L * step));
	}

	private static boolean isAmong(int number, int percent) {
		return number * STRIDE % 100 < percent;
	}

}

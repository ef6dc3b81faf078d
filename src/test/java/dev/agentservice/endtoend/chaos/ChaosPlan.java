package dev.agentservice.endtoend.chaos;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.script.Answer;
import dev.agentservice.simulator.script.Responses;
import dev.agentservice.simulator.script.Scripted;
import org.jspecify.annotations.Nullable;

import static dev.agentservice.simulator.script.Responses.after;
import static dev.agentservice.simulator.script.Responses.garbage;
import static dev.agentservice.simulator.script.Responses.reset;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.status;

/**
 * What happens in one trial, all of it drawn from one seed. A quarter of the runs meets a
 * fault of the provider at one of its calls, a fifth loses its client, a tenth has a cap
 * of its own.
 */
final class ChaosPlan {

	/** Longer than {@link OverspendTrial#RESERVATION_TTL}: such calls settle too late. */
	private static final Duration SLOW = Duration.ofMillis(3500);

	private static final int MAX_STEPS = 4;

	private final Random random;

	private ChaosPlan(long seed) {
		this.random = new Random(seed);
	}

	/** Draws the runs of a trial. */
	static List<ChaosRun> draw(long seed, int runs) {
		ChaosPlan plan = new ChaosPlan(seed);
		return IntStream.range(0, runs).mapToObj(plan::run).toList();
	}

	private ChaosRun run(int number) {
		String mark = "#" + number + "#";
		ChaosAgent agent = pick(ChaosAgent.values());
		return new ChaosRun(mark, agent, request(mark, agent), responses(), patience(), this.random.nextBoolean());
	}

	private Map<String, Object> request(String mark, ChaosAgent agent) {
		Map<String, Object> request = new HashMap<>();
		request.put("task", "Task " + mark + ": how much is that?");
		request.put("agent", agent.id());
		request.put("max_output_tokens", this.random.nextInt(40, 300));
		if (oneIn(10)) {
			request.put("max_cost_usd", BigDecimal.valueOf(this.random.nextInt(300, 3000), 6));
		}
		return request;
	}

	private @Nullable Duration patience() {
		return oneIn(5) ? Duration.ofMillis(this.random.nextInt(20, 600)) : null;
	}

	private List<Scripted> responses() {
		int steps = this.random.nextInt(1, MAX_STEPS);
		List<Scripted> responses = new ArrayList<>();
		for (int step = 1; step < steps; step++) {
			responses.add(Responses.toolCalls(toolCalls()));
		}
		responses.add(answer());
		if (oneIn(4)) {
			responses.set(this.random.nextInt(steps), fault());
		}
		return responses;
	}

	/**
	 * Errors in the middle of an answer are not among them: without a stream they come as
	 * a status, and for that no provider charges.
	 */
	private Scripted fault() {
		return switch (this.random.nextInt(12)) {
			case 0 -> status(500);
			case 1 -> status(529);
			case 2 -> status(429);
			case 3 -> reset();
			case 4 -> garbage();
			case 5 -> silence();
			case 6 -> answer().stallAfterChunks(1);
			case 7 -> answer().cutAfterChunks(1);
			case 8 -> answer().resetAfterChunks(1);
			case 9 -> answer().brokenEventAfterChunks(1);
			case 10 -> answer().withoutUsage();
			default -> after(SLOW, answer());
		};
	}

	private Answer answer() {
		return Responses
			.answer("So it is %d. ".formatted(this.random.nextInt(100_000)).repeat(this.random.nextInt(1, 20)));
	}

	private ToolCall[] toolCalls() {
		return IntStream.rangeClosed(1, this.random.nextInt(1, 4))
			.mapToObj((i) -> Responses.call("calculator",
					"{\"expression\": \"%d * %d\"}".formatted(i, this.random.nextInt(1000))))
			.toArray(ToolCall[]::new);
	}

	private boolean oneIn(int chances) {
		return this.random.nextInt(chances) == 0;
	}

	private <T> T pick(T[] choices) {
		return choices[this.random.nextInt(choices.length)];
	}

}

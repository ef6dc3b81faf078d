package dev.agentservice.endtoend.crash.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * What the model of a run is to do: the tools of each round. The task says it, so that
 * the simulated model needs to remember nothing.
 *
 * @param order the order's mark, unique in a trial
 * @param rounds the tools that are called at once, round by round; none twice
 */
public record Plan(String order, List<List<String>> rounds) {

	private static final List<List<List<String>>> KINDS = List.of(List.of(), List.of(List.of("charge")),
			List.of(List.of("mail", "ship", "stamp")),
			List.of(List.of("charge"), List.of("mail", "ship", "stamp"), List.of("close")));

	private static final String STEPS = ". Steps: ";

	/** One of a few kinds: no tool, one, three at once, and three rounds. */
	public static Plan draw(String order, Random random) {
		return new Plan(order, KINDS.get(random.nextInt(KINDS.size())));
	}

	/** As {@link #task()} wrote it. */
	public static Plan parse(String task) {
		String order = task.substring("Order ".length(), task.indexOf(STEPS));
		String steps = task.substring(task.indexOf(STEPS) + STEPS.length());
		return new Plan(order,
				Stream.of(steps.split(";")).filter((round) -> !round.isBlank()).map(Plan::parseRound).toList());
	}

	private static List<String> parseRound(String round) {
		return List.of(round.strip().split(" "));
	}

	/** In words for the model. */
	public String task() {
		return "Order " + this.order + STEPS + String.join("; ", this.rounds.stream().map(Plan::words).toList());
	}

	private static String words(List<String> round) {
		return String.join(" ", round);
	}

	/** All calls, in the order of the rounds. */
	public List<Call> calls() {
		List<Call> calls = new ArrayList<>();
		for (int round = 0; round < this.rounds.size(); round++) {
			for (int i = 0; i < this.rounds.get(round).size(); i++) {
				calls.add(new Call("c" + round + "." + i, this.rounds.get(round).get(i)));
			}
		}
		return calls;
	}

	/**
	 * A call of a tool.
	 *
	 * @param id as the service names it
	 * @param tool the tool
	 */
	public record Call(String id, String tool) {

	}

}

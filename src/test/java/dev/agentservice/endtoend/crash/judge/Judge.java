package dev.agentservice.endtoend.crash.judge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Compares what clients were told with what has happened. It knows nothing but the
 * {@link Evidence}, none of which comes from the service's own counters.
 */
public final class Judge {

	private final Evidence evidence;

	/** Effects by order and call: one order is one run, whatever its id. */
	private final Map<String, List<Effect>> effects;

	private final List<String> lost = new ArrayList<>();

	private final List<String> endedTwice = new ArrayList<>();

	private final List<String> untold = new ArrayList<>();

	private final List<String> other = new ArrayList<>();

	private int runs;

	private int inDoubt;

	private int happened;

	private Judge(Evidence evidence) {
		this.evidence = evidence;
		this.effects = evidence.effects()
			.stream()
			.collect(Collectors.groupingBy((effect) -> key(effect.order(), effect.call()), LinkedHashMap::new,
					Collectors.toList()));
	}

	/** Judges a trial. */
	public static Verdict of(Evidence evidence) {
		Judge judge = new Judge(evidence);
		evidence.orders().forEach(judge::order);
		judge.strays();
		judge.other.addAll(evidence.money().broken());
		evidence.leftovers().forEach((left) -> judge.other.add("left in Redis: " + left));
		return new Verdict(judge.runs, judge.inDoubt, judge.happened, judge.lost, judge.endedTwice, judge.twice(),
				judge.untold, judge.other);
	}

	private void order(Seen seen) {
		seen.oddities().forEach((odd) -> this.other.add(seen.plan().order() + " was told " + odd));
		if (seen.runs().size() > 1) {
			this.endedTwice.add(seen.plan().order() + " is several runs: " + seen.runs());
		}
		seen.runs().forEach((run) -> run(seen, this.evidence.ends().get(run)));
	}

	private void run(Seen seen, @Nullable RunEnd end) {
		this.runs++;
		if (end == null || !end.isOver()) {
			this.lost.add(seen.plan().order() + " of mode " + seen.mode() + ": " + end);
			return;
		}
		endsOnce(seen, end);
		if (seen.isCancelled() && !end.status().equals("cancelled")) {
			this.other.add(end.run() + " is " + end.status() + " after an accepted cancel");
		}
		end.inDoubt().forEach((call) -> doubt(seen, call));
		for (Plan.Call call : seen.plan().calls()) {
			told(seen, call, end);
		}
	}

	private void endsOnce(Seen seen, RunEnd end) {
		Set<String> answers = new HashSet<>(seen.answers());
		if (end.isAnswered()) {
			answers.add(end.answer());
		}
		else if (!answers.isEmpty()) {
			this.endedTwice.add(end.run() + " is " + end.status() + " and was answered: " + answers);
		}
		if (answers.size() > 1) {
			this.endedTwice.add(end.run() + " has several answers: " + answers);
		}
		if (end.views().size() != 1) {
			this.endedTwice.add(end.run() + " is told differently at two replicas: " + end.views());
		}
		if (end.lastEvents() != 1) {
			this.endedTwice.add(end.run() + " has " + end.lastEvents() + " last events");
		}
	}

	private void doubt(Seen seen, String call) {
		this.inDoubt++;
		this.happened += happened(seen.plan().order(), call).isEmpty() ? 0 : 1;
	}

	/**
	 * An answer tells a receipt of the ledger, or the call is in doubt; so is what has
	 * happened in a run without an answer, unless its events show the result.
	 */
	private void told(Seen seen, Plan.Call call, RunEnd end) {
		List<String> receipts = happened(seen.plan().order(), call.id());
		boolean doubtful = end.inDoubt().contains(call.id());
		if (end.isAnswered()) {
			String told = Receipts.told(end.answer()).getOrDefault(call.id(), "nothing");
			if (!receipts.contains(told) && !(doubtful && told.equals(Receipts.UNKNOWN))) {
				this.untold.add("%s %s: told %s, in doubt: %s, in the ledger: %s".formatted(end.run(), call, told,
						doubtful, receipts));
			}
		}
		else if (seen.mode().hasEvents() && !receipts.isEmpty() && !doubtful && !end.finished().contains(call.tool())) {
			this.untold.add("%s %s: ended %s without naming it, in the ledger: %s".formatted(end.run(), call,
					end.status(), receipts));
		}
	}

	private List<String> happened(String order, String call) {
		return this.effects.getOrDefault(key(order, call), List.of()).stream().map(Effect::receipt).toList();
	}

	private List<String> twice() {
		return this.effects.values()
			.stream()
			.filter((same) -> same.size() > 1 && !this.evidence.repeatable().contains(same.getFirst().tool()))
			.map(Object::toString)
			.toList();
	}

	/** Effects of runs that no client was told of. */
	private void strays() {
		Set<String> told = this.evidence.orders()
			.stream()
			.flatMap((seen) -> seen.runs().stream())
			.collect(Collectors.toSet());
		this.evidence.effects()
			.stream()
			.filter((effect) -> !told.contains(effect.run()))
			.forEach((effect) -> this.other.add("of a run that no client was told of: " + effect));
	}

	private static String key(String order, String call) {
		return order + " " + call;
	}

}

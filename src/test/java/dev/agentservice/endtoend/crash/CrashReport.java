package dev.agentservice.endtoend.crash;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.crash.judge.Evidence;
import dev.agentservice.endtoend.crash.judge.RunEnd;
import dev.agentservice.endtoend.crash.judge.Verdict;

/**
 * A trial and what it showed.
 *
 * @param plan what it was to be
 * @param evidence what is known of it
 * @param verdict what follows from that
 * @param seconds how long it took
 */
record CrashReport(CrashPlan plan, Evidence evidence, Verdict verdict, double seconds) {

	private static final int MOST_LINES = 30;

	/** Whether each promise was kept, and something was put to the test. */
	boolean isGood() {
		return this.verdict.broken().isEmpty() && this.verdict.runs() > 0 && !this.evidence.effects().isEmpty();
	}

	/**
	 * As a table, with a line for each broken promise, and a last one that says which it
	 * is.
	 */
	@Override
	public String toString() {
		return """
				| kills | freezes | runs | lost | ended twice | effects | twice | in doubt | of which happened | billed | ledger | swept | seconds |
				|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
				| %d | %d | %d | %d | %d | %d | %d | %d | %d | %s | %s | %s | %.0f |

				ends: %s
				%s%s"""
			.formatted(this.plan.kills(), this.plan.freezes(), this.verdict.runs(), this.verdict.lost().size(),
					this.verdict.endedTwice().size(), this.evidence.effects().size(), this.verdict.twice().size(),
					this.verdict.inDoubt(), this.verdict.happened(), usd(this.evidence.money().billed()),
					usd(this.evidence.money().spent()), usd(this.evidence.money().swept()), this.seconds, ends(),
					broken(), last());
	}

	private Map<String, Long> ends() {
		return this.evidence.ends()
			.values()
			.stream()
			.collect(Collectors.groupingBy(RunEnd::status, TreeMap::new, Collectors.counting()));
	}

	private String broken() {
		return this.verdict.broken()
			.stream()
			.limit(MOST_LINES)
			.map((promise) -> "BROKEN: " + promise + "\n")
			.collect(Collectors.joining());
	}

	/** What was cut off is counted by the last line. */
	private String last() {
		if (isGood()) {
			return "All promises were kept.";
		}
		int broken = this.verdict.broken().size();
		return (broken == 0) ? "Nothing was put to the test."
				: "%d promises were broken; seed %d".formatted(broken, this.plan.seed());
	}

	private static BigDecimal usd(long nano) {
		return BigDecimal.valueOf(nano, 9).setScale(4, RoundingMode.HALF_UP);
	}

}

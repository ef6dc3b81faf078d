package dev.agentservice.rollout.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.agentservice.rollout.judge.JudgeState;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.metric.CountedOdds;
import dev.agentservice.rollout.judge.metric.MetricState;
import dev.agentservice.rollout.judge.metric.ThresholdState;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.policy.MetricRule;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;

/**
 * The report as text.
 */
final class MarkdownReport {

	private final Judged judged;

	private final List<String> lines = new ArrayList<>();

	private MarkdownReport(Judged judged) {
		this.judged = judged;
	}

	static String of(Judged judged) {
		MarkdownReport report = new MarkdownReport(judged);
		report.summary();
		JudgeState state = judged.trace().last();
		if (state != null) {
			report.metrics(state);
			report.strata(state);
			report.pods(state);
		}
		report.queries(judged.queries());
		report.policy(judged.policy());
		return String.join("\n", report.lines) + "\n";
	}

	private void summary() {
		Verdict verdict = this.judged.verdict();
		add(String.format(Locale.ROOT, "# %s: %s", text(this.judged.recording().header().run()), verdict.outcome()));
		add("");
		add(String.format(Locale.ROOT, "- verdict: **%s**%s", verdict.outcome(),
				(verdict.metric() != null) ? ", " + verdict.metric() : ""));
		add(String.format(Locale.ROOT, "- decided %d s after the canary got its first weight", verdict.seconds()));
		add(String.format(Locale.ROOT, "- runs that the canary had ended by then: %d", verdict.canaryRuns()));
		add(String.format(Locale.ROOT, "- reason: %s", text(verdict.reason())));
	}

	private void metrics(JudgeState state) {
		add("");
		add("## Metrics");
		add("");
		add(String.format(Locale.ROOT,
				"Log evidence against the canary, all metrics together: **%.2f**; it is rolled back at %.2f.",
				state.total(), state.bound()));
		add("");
		add("| metric | threshold | canary | stable | odds ratio (95 %) | dispersion | evidence | bar | proof loose | proof tight |");
		add("|---|---|---|---|---|---|---|---|---|---|");
		for (MetricState metric : state.metrics()) {
			if (!metric.used()) {
				add("| " + metric.metric().key() + " | not used: neither track counts it | | | | | | | | |");
				continue;
			}
			metric.thresholds().forEach((threshold) -> add(row(metric, threshold)));
		}
	}

	private static String row(MetricState metric, ThresholdState threshold) {
		return String.format(Locale.ROOT, "| %s | %s | %s | %.2f | %.2f | %.2f | %.2f | %.2f |", metric.metric().key(),
				threshold.together().name(), counts(threshold.together()), threshold.dispersion(), metric.evidence(),
				metric.bar(), threshold.proofLoose(), threshold.proofTight());
	}

	private static String counts(CountedOdds odds) {
		return String.format(Locale.ROOT, "%d / %d | %d / %d | %.2f (%.2f – %.2f)", odds.canaryEvents(),
				odds.canaryTrials(), odds.stableEvents(), odds.stableTrials(), Math.exp(odds.logOdds()),
				Math.exp(odds.logOdds() - 1.96 * odds.standardError()),
				Math.exp(odds.logOdds() + 1.96 * odds.standardError()));
	}

	private void strata(JudgeState state) {
		add("");
		add("## Agents and tools");
		add("");
		add("| metric | threshold | agent or tool | canary | stable | odds ratio (95 %) |");
		add("|---|---|---|---|---|---|");
		for (MetricState metric : state.metrics()) {
			for (ThresholdState threshold : metric.thresholds()) {
				for (CountedOdds stratum : threshold.strata()) {
					add(String.format(Locale.ROOT, "| %s | %s | %s | %s |", metric.metric().key(),
							threshold.together().name(), text(stratum.name()), counts(stratum)));
				}
			}
		}
	}

	private void pods(JudgeState state) {
		Recording recording = this.judged.recording();
		add("");
		add("## Replicas");
		add("");
		add(String.format(Locale.ROOT, "Silent for more than a minute: %d times.", state.gaps()));
		add("");
		add("| replica | track | version | blocks with a sample | restarts |");
		add("|---|---|---|---|---|");
		for (int pod = 0; pod < recording.header().pods().size(); pod++) {
			int blocks = 0;
			int restarts = 0;
			for (int block = 0; Blocks.end(block) <= this.judged.verdict().seconds(); block++) {
				PodBlock counts = recording.block(pod, block);
				blocks += (counts != null) ? 1 : 0;
				restarts += (counts != null) ? counts.restarts() : 0;
			}
			add(String.format(Locale.ROOT, "| %s | %s | %s | %d | %d |", text(recording.pods().get(pod).name()),
					recording.pods().get(pod).track().key(), text(recording.pods().get(pod).version()), blocks,
					restarts));
		}
	}

	private void queries(List<String> queries) {
		if (!queries.isEmpty()) {
			add("");
			add("## Queries");
			add("");
			add("Raw samples, each with a range:");
			add("");
			queries.forEach((query) -> add("- `" + query.replace("`", "") + "`"));
		}
	}

	private void policy(RolloutPolicy policy) {
		add("");
		add("## Policy");
		add("");
		add(String.format(Locale.ROOT,
				"alpha %s, beta %s, at least %d runs, settle %d s, warm-up %d s, error rate at most %s, %d crashes in %d min, placebo ahead %s",
				policy.alpha(), policy.beta(), policy.minimumRuns(), policy.settle().toSeconds(),
				policy.warmUp().toSeconds(), policy.limits().errorRate(), policy.limits().crashes(),
				policy.limits().crashWindow().toMinutes(), policy.placeboAhead()));
		add("");
		add("| metric | weight | tolerated | loose | tight | floor loose | floor tight | required |");
		add("|---|---|---|---|---|---|---|---|");
		for (Metric metric : Metric.values()) {
			MetricRule rule = policy.rule(metric);
			add(String.format(Locale.ROOT, "| %s | %s | %s | %s | %s | %s | %s | %s |", metric.key(), rule.weight(),
					rule.tolerated(), rule.loose(), rule.tight(), metric.isShare() ? rule.floorLoose() : "–",
					metric.isShare() ? rule.floorTight() : "–", rule.required()));
		}
	}

	/** Names come from labels: no table and no tag may be made of them. */
	private static String text(String name) {
		return name.replaceAll("[\\r\\n]+", " ").replaceAll("[\\\\|<>`*_\\[\\]]", "\\\\$0");
	}

	private void add(String line) {
		this.lines.add(line);
	}

}

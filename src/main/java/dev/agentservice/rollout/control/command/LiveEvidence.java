package dev.agentservice.rollout.control.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

import dev.agentservice.rollout.control.Evidence;
import dev.agentservice.rollout.control.Phase;
import dev.agentservice.rollout.control.RolloutState;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.policy.Limits;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.prometheus.InFlight;
import dev.agentservice.rollout.prometheus.LiveRollout;
import dev.agentservice.rollout.prometheus.PrometheusSettings;
import dev.agentservice.rollout.prometheus.UnmeasurableException;
import dev.agentservice.rollout.report.Judged;
import dev.agentservice.rollout.report.ReportDirectory;
import dev.agentservice.rollout.report.Trace;
import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;
import org.jspecify.annotations.Nullable;

/**
 * Evidence from Prometheus.
 */
final class LiveEvidence implements Evidence {

	private static final long LAG_SECONDS = 10;

	private final PrometheusSettings settings;

	private final double errorRate;

	private final long minimumRuns;

	private final Limits limits;

	private final Path reports;

	private final JudgeFigures figures;

	private final Consumer<String> log;

	private @Nullable LiveRollout rollout;

	private Instant start = Instant.EPOCH;

	LiveEvidence(PrometheusSettings settings, RolloutPolicy policy, Path reports, JudgeFigures figures,
			Consumer<String> log) {
		this.settings = settings;
		this.errorRate = policy.limits().errorRate();
		this.minimumRuns = policy.minimumRuns();
		this.limits = policy.limits();
		this.reports = reports;
		this.figures = figures;
		this.log = log;
	}

	@Override
	public Optional<String> plumbing(RolloutState state, Instant now) throws UnmeasurableException {
		LiveRollout live = read(state, expected(state), Instant.ofEpochSecond(state.since()), now);
		return live.plumbing(now);
	}

	@Override
	public @Nullable Verdict judge(RolloutState state, RolloutPolicy policy, List<ReplayStep> steps, int blocks,
			Instant now) throws UnmeasurableException {
		this.figures.forget();
		return read(state, expected(state), state.start(), now).judgeStep(policy, steps, blocks,
				(_, judge) -> this.figures.judged(judge.state(), now));
	}

	/** Three standard errors above the limit, so that few runs convict nobody. */
	@Override
	public Optional<String> beyondLimits(RolloutState state, Instant since, Instant now) throws UnmeasurableException {
		int blocks = (int) Math.max(0, (Duration.between(since, now).toSeconds() - LAG_SECONDS) / Blocks.SECONDS);
		if (blocks == 0) {
			return Optional.empty();
		}
		LiveRollout live = read(state, Map.of(), since, now);
		if (state.phase() == Phase.WATCHING) {
			Instant from = now.minus(this.limits.crashWindow());
			int restarts = live.restarts(state.releases().canary(), from.isBefore(since) ? since : from);
			if (restarts >= this.limits.crashes()) {
				return Optional.of("crashes: %d restarts of replicas of %s within %d min".formatted(restarts,
						state.releases().canary(), this.limits.crashWindow().toMinutes()));
			}
		}
		long[] runs = live.runs(state.releases().canary(), blocks);
		double limit = this.errorRate;
		double error = Math.sqrt(limit * (1 - limit) / Math.max(1, runs[0]));
		return (runs[0] >= this.minimumRuns && runs[1] > (limit + 3 * error) * runs[0])
				? Optional.of("errors: %d of %d runs of all replicas failed".formatted(runs[1], runs[0]))
				: Optional.empty();
	}

	@Override
	public OptionalLong inFlight(RolloutState state, Instant since, Instant now) {
		try {
			return InFlight.ofCanary(this.settings, since, now);
		}
		catch (UnmeasurableException _) {
			return OptionalLong.empty();
		}
	}

	@Override
	public void decided(RolloutState state, RolloutPolicy policy, List<ReplayStep> steps, int blocks, Verdict verdict) {
		this.figures.decided(verdict.outcome());
		LiveRollout live = this.rollout;
		if (live == null || blocks == 0) {
			return;
		}
		try {
			Trace trace = new Trace();
			live.judge(policy, steps, blocks, trace);
			Path run = new ReportDirectory(this.reports).write(new Judged(live.recording(steps, blocks), policy,
					counted(live, state, blocks, verdict), trace, live.queries()));
			try (Writer out = new BufferedWriter(
					new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(run.resolve("samples.jsonl.gz"))),
							StandardCharsets.UTF_8))) {
				live.write(steps, blocks, out);
			}
		}
		catch (IOException | UnmeasurableException ex) {
			this.log.accept("the report cannot be written: " + ex.getMessage());
		}
	}

	/** Who has not judged has not counted the canary's runs. */
	private static Verdict counted(LiveRollout live, RolloutState state, int blocks, Verdict verdict)
			throws UnmeasurableException {
		return (verdict.canaryRuns() >= 0) ? verdict : new Verdict(verdict.outcome(), verdict.seconds(),
				verdict.metric(), verdict.reason(), live.runs(state.releases().canary(), blocks)[0]);
	}

	private LiveRollout read(RolloutState state, Map<Track, String> expected, Instant start, Instant now)
			throws UnmeasurableException {
		LiveRollout live = this.rollout;
		if (live == null || !this.start.equals(start)) {
			live = new LiveRollout(this.settings, state.id(), start, expected);
			this.rollout = live;
			this.start = start;
		}
		live.readUpTo(now);
		return live;
	}

	private static Map<Track, String> expected(RolloutState state) {
		return Map.of(Track.STABLE, state.releases().stable(), Track.CANARY, state.releases().canary());
	}

}

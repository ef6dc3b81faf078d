package dev.agentservice.rollout.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.rollout.judge.BlockObserver;
import dev.agentservice.rollout.judge.JudgeState;
import dev.agentservice.rollout.judge.RolloutJudge;
import dev.agentservice.rollout.judge.metric.MetricState;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.sample.Blocks;
import org.jspecify.annotations.Nullable;

/**
 * What was known after each block.
 */
public final class Trace implements BlockObserver {

	private final Map<Metric, List<Point>> points = new EnumMap<>(Metric.class);

	private @Nullable JudgeState last;

	@Override
	public void judged(int block, RolloutJudge judge) {
		JudgeState state = judge.state();
		this.last = state;
		for (MetricState metric : state.metrics()) {
			this.points.computeIfAbsent(metric.metric(), (_) -> new ArrayList<>())
				.add(Point.of(Blocks.end(block), metric));
		}
	}

	/** The points of a metric, one for each block. */
	List<Point> points(Metric metric) {
		return this.points.getOrDefault(metric, List.of());
	}

	/** What was known at the end; nothing if no block was judged. */
	@Nullable JudgeState last() {
		return this.last;
	}

}

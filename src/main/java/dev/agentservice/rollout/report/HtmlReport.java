package dev.agentservice.rollout.report;

import java.util.List;
import java.util.Locale;

import dev.agentservice.rollout.judge.JudgeState;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.report.Point.Share;
import dev.agentservice.rollout.sample.ReplayStep;

/**
 * The report as one page with plots: no script, and nothing that is fetched.
 */
final class HtmlReport {

	private static final String HEAD = """
			<!DOCTYPE html>
			<html lang="en"><head><meta charset="utf-8"><title>Rollout</title>
			<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
			<style>
			body { font: 15px/1.4 system-ui, sans-serif; max-width: 72em; margin: 2em auto; padding: 0 1em }
			pre { overflow-x: auto } svg { width: 100%; height: 140px; background: #f6f6f6 }
			figure { margin: 0 0 1em } line, polyline { fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke }
			.canary { stroke: #c60; fill: #c60 } .stable { stroke: #06c; fill: #06c }
			.evidence { stroke: #606 } .level { stroke: #c00; stroke-dasharray: 4 } .moment { stroke: #999 }
			</style></head><body>
			""";

	/** Blocks that one interval stands for: five minutes. */
	private static final int WINDOW = 20;

	private final Judged judged;

	private final double seconds;

	private HtmlReport(Judged judged) {
		this.judged = judged;
		this.seconds = judged.verdict().seconds();
	}

	static String of(Judged judged) {
		HtmlReport report = new HtmlReport(judged);
		StringBuilder page = new StringBuilder(HEAD);
		page.append("<h1>").append(escaped(judged.recording().header().run())).append(": ");
		page.append(judged.verdict().outcome()).append("</h1>\n<p>").append(escaped(judged.verdict().reason()));
		page.append("</p>\n<p>Orange: canary; blue: stable; grey lines: changes of weight.</p>\n");
		JudgeState state = judged.trace().last();
		if (state != null) {
			for (Metric metric : Metric.values()) {
				report.plots(page, metric, state.bound());
			}
		}
		return page.append("<pre>")
			.append(escaped(MarkdownReport.of(judged)))
			.append("</pre>\n</body></html>\n")
			.toString();
	}

	private void plots(StringBuilder page, Metric metric, double bound) {
		List<Point> points = this.judged.trace().points(metric);
		if (points.isEmpty() || points.getLast().canary().trials() + points.getLast().stable().trials() == 0) {
			return;
		}
		page.append("<h2>").append(metric.key()).append("</h2>\n");
		page.append(rates(points)
			.svg(metric.isShare() ? "share of " + metric.key() : "share above the first threshold of " + metric.key()));
		Plot evidence = plot(-bound, 2 * bound);
		evidence.level(bound);
		evidence.curve("evidence", points, Point::evidence);
		page.append(evidence.svg(String.format(Locale.ROOT, "log evidence against the canary, %.3f convicts", bound)));
	}

	private Plot rates(List<Point> points) {
		double highest = points.stream()
			.mapToDouble((point) -> Math.max(point.canary().rate(), point.stable().rate()))
			.max()
			.orElse(0);
		Plot plot = plot(0, Math.min(1, 2 * highest + 0.01));
		for (int i = WINDOW - 1; i < points.size(); i += WINDOW) {
			Point now = points.get(i);
			Point before = (i < WINDOW) ? null : points.get(i - WINDOW);
			interval(plot, "stable", now, now.stable().minus((before != null) ? before.stable() : Share.NONE), -4);
			interval(plot, "canary", now, now.canary().minus((before != null) ? before.canary() : Share.NONE), 4);
		}
		return plot;
	}

	private static void interval(Plot plot, String style, Point point, Share share, int shift) {
		if (share.trials() > 0) {
			plot.interval(style, point.seconds() - 150.0 + shift, share.rate(), share.error(point.dispersion()));
		}
	}

	private Plot plot(double lowest, double highest) {
		Plot plot = new Plot(this.seconds, lowest, highest);
		double moment = 0;
		for (ReplayStep step : this.judged.recording().header().steps()) {
			moment += step.seconds();
			if (moment < this.seconds) {
				plot.moment(moment);
			}
		}
		return plot;
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}

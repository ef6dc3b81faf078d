package dev.agentservice.rollout.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A small plot over time, as SVG.
 */
final class Plot {

	private static final int WIDTH = 640;

	private static final int HEIGHT = 140;

	private final double seconds;

	private final double lowest;

	private final double highest;

	private final List<String> shapes = new ArrayList<>();

	/** An empty plot of a time and a range of values. */
	Plot(double seconds, double lowest, double highest) {
		this.seconds = Math.max(1, seconds);
		this.lowest = lowest;
		this.highest = Math.max(highest, lowest + 1e-9);
	}

	/** A horizontal line. */
	void level(double value) {
		add(String.format(Locale.ROOT, "<line class=\"level\" x1=\"0\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", WIDTH,
				y(value), y(value)));
	}

	/** A vertical line. */
	void moment(double seconds) {
		add(String.format(Locale.ROOT, "<line class=\"moment\" x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%d\"/>",
				x(seconds), x(seconds), HEIGHT));
	}

	/** A curve. */
	void curve(String style, List<Point> points, ToDoubleFunction<Point> value) {
		StringBuilder line = new StringBuilder();
		for (Point point : points) {
			line.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.seconds()), y(value.applyAsDouble(point))));
		}
		add(String.format(Locale.ROOT, "<polyline class=\"%s\" points=\"%s\"/>", style, line));
	}

	/** A value with its interval. */
	void interval(String style, double seconds, double value, double error) {
		add(String.format(Locale.ROOT, "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", style,
				x(seconds), x(seconds), y(value - error), y(value + error)));
		add(String.format(Locale.ROOT, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>", style, x(seconds),
				y(value)));
	}

	String svg(String title) {
		return String.format(Locale.ROOT, "<figure><figcaption>%s (%.3g to %.3g)</figcaption>", title, this.lowest,
				this.highest)
				+ String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH,
						HEIGHT, title)
				+ String.join("", this.shapes) + "</svg></figure>\n";
	}

	private double x(double seconds) {
		return WIDTH * seconds / this.seconds;
	}

	private double y(double value) {
		double inside = Math.clamp(value, this.lowest, this.highest);
		return HEIGHT * (this.highest - inside) / (this.highest - this.lowest);
	}

	private void add(String shape) {
		this.shapes.add(shape);
	}

}

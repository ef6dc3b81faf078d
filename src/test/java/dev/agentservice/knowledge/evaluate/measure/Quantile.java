package dev.agentservice.knowledge.evaluate.measure;

import java.util.List;

/** The nearest rank. */
public final class Quantile {

	private Quantile() {
	}

	/** The value that this part of all does not exceed; they are sorted, and not none. */
	public static <T> T of(List<T> sorted, double part) {
		return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
	}

}

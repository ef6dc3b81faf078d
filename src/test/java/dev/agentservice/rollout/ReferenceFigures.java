package dev.agentservice.rollout;

import java.util.Map;

/**
 * Median canary requests until the rollback, of 100 runs each: of the method as it was
 * designed, and of a judge that compares tracks every ten minutes with scores of 75 and
 * 95 as Kayenta does.
 *
 * @param ours of this method
 * @param kayenta of the other one
 */
record ReferenceFigures(int ours, int kayenta) {

	static final Map<String, ReferenceFigures> OF = Map.ofEntries(Map.entry("errors 1 % x 2.0", of(5896, 4792)),
			Map.entry("errors 1 % x 3.0", of(862, 1185)), Map.entry("errors 5 % x 2.0", of(412, 612)),
			Map.entry("errors 5 % x 3.0", of(195, 599)), Map.entry("errors 13 % x 1.5", of(493, 613)),
			Map.entry("errors 13 % x 2.0", of(178, 591)), Map.entry("errors 13 % x 3.0", of(76, 593)),
			Map.entry("latency x 1.2", of(710, 1786)), Map.entry("latency x 1.5", of(340, 1766)),
			Map.entry("latency x 1.5, cold", of(345, 1775)), Map.entry("cost x 1.2", of(732, 1788)),
			Map.entry("cost x 1.5", of(188, 1790)), Map.entry("first token x 1.5", of(350, 1776)),
			Map.entry("tools x 3", of(242, 1780)), Map.entry("truncated x 4", of(286, 1768)),
			Map.entry("rejections x 4", of(428, 1722)), Map.entry("repeats x 2", of(698, 1774)),
			Map.entry("leak", of(778, 1774)), Map.entry("one agent broken", of(314, 1133)),
			Map.entry("crash loop", of(300, Integer.MAX_VALUE)), Map.entry("hangs", of(697, 1179)),
			Map.entry("heavy tail", of(1304, Integer.MAX_VALUE)), Map.entry("+ 3 points of failures", of(1162, 1214)),
			Map.entry("errors 5 % x 2, time of day", of(490, 933)), Map.entry("errors 5 % x 2, bursts", of(576, 1224)));

	private static ReferenceFigures of(int ours, int kayenta) {
		return new ReferenceFigures(ours, kayenta);
	}

	static ReferenceFigures of(String scenario) {
		ReferenceFigures figures = OF.get(scenario);
		if (figures == null) {
			throw new IllegalArgumentException("No reference of " + scenario);
		}
		return figures;
	}

}

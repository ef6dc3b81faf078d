package dev.agentservice.endtoend.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a trial has shown.
 *
 * @param figures the seven
 * @param expressions what is wrong with shipped expressions, in words
 * @param alerts the expected alerts that have arrived at the Alertmanager
 */
record MonitoringReport(List<Comparison> figures, List<String> expressions, List<String> alerts) {

	List<String> table() {
		List<String> lines = new ArrayList<>();
		lines.add(String.format(Locale.ROOT, "%-22s %12s %12s %11s", "figure", "prometheus", "clients", "difference"));
		this.figures.forEach((figure) -> lines.add(figure.row()));
		lines.add("");
		lines.add("rules and queries that were asked: " + (MonitoringFiles.recordings().size()
				+ MonitoringFiles.alerts().size() + MonitoringFiles.dashboardQueries().size()));
		lines.add("arrived at the Alertmanager: " + String.join(", ", this.alerts));
		return lines;
	}

	/** Every promise that was broken, in words; none if all is well. */
	List<String> brokenPromises() {
		List<String> broken = new ArrayList<>(this.expressions);
		this.figures.stream()
			.filter((figure) -> !figure.equal())
			.forEach((figure) -> broken.add(figure.name() + " differs by more than 2 %"));
		if (this.alerts.isEmpty()) {
			broken.add("no alert arrived at the Alertmanager");
		}
		return broken;
	}

}

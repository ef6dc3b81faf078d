package dev.agentservice.guard;

import java.util.List;
import java.util.Locale;

import dev.agentservice.guard.inspection.Direction;
import dev.agentservice.guard.inspection.Inspection;
import dev.agentservice.guard.redact.finding.Redaction;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * {@code agent.guard.findings} (rule, direction): what was found, by the rule that blocks
 * or weighs most, or by type; {@code agent.guard.suspicious}: texts that were merely
 * suspicious; {@code agent.guard.failures}: texts that could not be looked at, so that
 * their run ended.
 */
@Component
class GuardMetrics {

	private final MeterRegistry meters;

	GuardMetrics(MeterRegistry meters) {
		this.meters = meters;
		meters.counter("agent.guard.suspicious");
		meters.counter("agent.guard.failures");
	}

	void found(Inspection inspection) {
		if (!inspection.findings().isEmpty()) {
			finding(inspection.findings().getFirst().rule(), Direction.INPUT, 1);
		}
		if (inspection.suspicious() && !inspection.blocked()) {
			this.meters.counter("agent.guard.suspicious").increment();
		}
	}

	void redacted(List<Redaction> redactions) {
		redactions.forEach((redaction) -> finding(redaction.type().code(), Direction.OUTPUT, redaction.count()));
	}

	void failed() {
		this.meters.counter("agent.guard.failures").increment();
	}

	private void finding(String rule, Direction direction, int count) {
		this.meters
			.counter("agent.guard.findings", "rule", rule, "direction", direction.name().toLowerCase(Locale.ROOT))
			.increment(count);
	}

}

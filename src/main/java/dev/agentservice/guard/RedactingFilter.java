package dev.agentservice.guard;

import java.util.List;
import java.util.function.Supplier;

import dev.agentservice.guard.inspection.GuardException;
import dev.agentservice.guard.redact.OwnValues;
import dev.agentservice.guard.redact.Redactors;
import dev.agentservice.guard.redact.StreamRedactor;
import dev.agentservice.guard.redact.finding.Redaction;
import dev.agentservice.guard.redact.leak.Instructions;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a text what its reader must not get; or, if it shall only tell, lets it
 * stand.
 */
final class RedactingFilter implements AnswerFilter {

	private final Redactors redactors;

	private final Instructions instructions;

	private final OwnValues own;

	private final boolean tellsOnly;

	private final GuardMetrics metrics;

	private @Nullable StreamRedactor text;

	private List<Redaction> redactions = List.of();

	RedactingFilter(Redactors redactors, Instructions instructions, OwnValues own, boolean tellsOnly,
			GuardMetrics metrics) {
		this.redactors = redactors;
		this.instructions = instructions;
		this.own = own;
		this.tellsOnly = tellsOnly;
		this.metrics = metrics;
	}

	@Override
	public String accept(String piece) {
		String released = guarded(() -> text().accept(piece));
		return this.tellsOnly ? piece : released;
	}

	@Override
	public String finish() {
		StreamRedactor ended = text();
		this.text = null;
		String rest = guarded(ended::finish);
		this.redactions = ended.redactions();
		this.metrics.redacted(this.redactions);
		return this.tellsOnly ? "" : rest;
	}

	@Override
	public List<Redaction> redactions() {
		return this.redactions;
	}

	private StreamRedactor text() {
		if (this.text == null) {
			this.text = this.redactors.stream(this.own, this.instructions);
		}
		return this.text;
	}

	private String guarded(Supplier<String> step) {
		try {
			return step.get();
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.metrics.failed();
			throw new GuardException(ex);
		}
	}

}

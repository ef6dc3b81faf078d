package dev.agentservice.guard.redact;

import java.util.List;

import dev.agentservice.guard.redact.finding.Redaction;

/**
 * A text or a JSON tree that may go out.
 *
 * @param content the remaining content
 * @param redactions what was redacted, one entry per type
 * @param <T> text or tree
 */
public record Redacted<T>(T content, List<Redaction> redactions) {

	public Redacted {
		redactions = List.copyOf(redactions);
	}

}

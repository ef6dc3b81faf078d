package dev.agentservice.guard.redact;

import java.util.List;

import dev.agentservice.guard.redact.finding.Redaction;

/**
 * A text or a JSON tree that may go out.
 *
 * @param content what is left
 * @param redactions what was taken out, one entry per type
 * @param <T> text or tree
 */
public record Redacted<T>(T content, List<Redaction> redactions) {

	public Redacted {
		redactions = List.copyOf(redactions);
	}

}

package dev.agentservice.guard.redact.finding;

import org.springframework.modulith.NamedInterface;

/**
 * What is done with a finding.
 */
@NamedInterface("redact")
public enum RedactionAction {

	/** A typed placeholder takes its place. */
	REDACT,

	/** Asterisks take its place, but for a small rest by which its owner knows it. */
	MASK,

	/** It is not even looked for. */
	ALLOW

}

package dev.agentservice.guard.redact;

/**
 * What is done with a finding.
 */
public enum RedactionAction {

	/** A typed placeholder takes its place. */
	REDACT,

	/** Asterisks take its place, but for a small rest by which its owner knows it. */
	MASK,

	/** It is not even looked for. */
	ALLOW

}

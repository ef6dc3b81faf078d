package dev.agentservice.guard.redact;

/**
 * How often something was taken out of a text; never what it was.
 *
 * @param type what was found
 * @param count how often, at least once
 */
public record Redaction(FindingType type, int count) {
}

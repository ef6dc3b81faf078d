package dev.agentservice.guard.redact.stage;

import dev.agentservice.guard.redact.finding.FindingType;

/**
 * A place in a passage.
 *
 * @param type what was found
 * @param start index of its first character
 * @param end index behind its last
 */
public record Span(FindingType type, int start, int end) {
}

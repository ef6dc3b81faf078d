package dev.agentservice.guard.redact;

/**
 * A place in a passage.
 *
 * @param type what was found
 * @param start index of its first character
 * @param end index behind its last
 */
record Span(FindingType type, int start, int end) {
}

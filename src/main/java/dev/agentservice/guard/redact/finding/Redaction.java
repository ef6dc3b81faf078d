package dev.agentservice.guard.redact.finding;

import org.springframework.modulith.NamedInterface;

/**
 * How often something was taken out of a text; never what it was.
 *
 * @param type what was found
 * @param count how often, at least once
 */
@NamedInterface("redact")
public record Redaction(FindingType type, int count) {
}

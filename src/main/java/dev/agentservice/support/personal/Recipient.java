package dev.agentservice.support.personal;

/**
 * Somebody outside of the service who gets personal data.
 *
 * @param name by which the configuration knows it, for example {@code openai} or
 * {@code tool-web_search}
 * @param what what goes there
 */
public record Recipient(String name, String what) {
}

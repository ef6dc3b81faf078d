package dev.agentservice.knowledge.manifest;

/**
 * A passage of one version of a document.
 *
 * @param document the document's tag
 * @param version the version
 * @param n the passage's number
 */
public record PassageId(String document, long version, int n) {

}

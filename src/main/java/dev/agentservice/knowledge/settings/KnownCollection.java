package dev.agentservice.knowledge.settings;

import dev.agentservice.knowledge.manifest.CollectionPlace;

/**
 * A collection as one tenant has it.
 *
 * @param name its configured name
 * @param place where its documents are
 * @param properties its settings
 */
public record KnownCollection(String name, CollectionPlace place, CollectionProperties properties) {

}

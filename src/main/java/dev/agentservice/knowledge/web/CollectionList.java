package dev.agentservice.knowledge.web;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The collections that a caller may use.
 *
 * @param collections by name
 */
@Schema(name = "KnowledgeCollectionList")
record CollectionList(List<CollectionView> collections) {

}

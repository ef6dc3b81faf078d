package dev.agentservice.knowledge.index;

import dev.agentservice.knowledge.manifest.PassageId;

/**
 * What an index has found.
 *
 * @param id the passage
 * @param seal what was stored with it; anybody who can write to the index may have made
 * it up
 * @param score how well it fits, by the index's own measure
 */
public record Candidate(PassageId id, String seal, double score) {

}

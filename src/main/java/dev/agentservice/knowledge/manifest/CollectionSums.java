package dev.agentservice.knowledge.manifest;

import java.time.Duration;

/**
 * What a collection holds.
 *
 * @param logEnd the last entry of its log; empty if there is none
 * @param generation how its texts are compared; empty if nothing was ever stored
 * @param documents how many documents
 * @param passages how many passages they have
 * @param quarantined how many of them no model sees
 * @param bytes what they take
 * @param index the instance of the index outside of Redis in which all of them are; empty
 * for none
 * @param garbage how many versions such an index still has to delete
 * @param garbageAge for how long the oldest of them could have been deleted
 * @param other another generation of which it has vectors, being made or kept; empty for
 * none
 */
public record CollectionSums(String logEnd, String generation, long documents, long passages, long quarantined,
		long bytes, String index, long garbage, Duration garbageAge, String other) {

}

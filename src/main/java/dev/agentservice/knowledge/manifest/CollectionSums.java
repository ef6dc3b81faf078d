package dev.agentservice.knowledge.manifest;

/**
 * What a collection holds.
 *
 * @param logEnd the last entry of its log; empty if there is none
 * @param generation how its texts are compared; empty if nothing was ever stored
 * @param documents how many documents
 * @param passages how many passages they have
 * @param quarantined how many of them no model sees
 * @param bytes what they take
 */
public record CollectionSums(String logEnd, String generation, long documents, long passages, long quarantined,
		long bytes) {

}

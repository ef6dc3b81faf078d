package dev.agentservice.knowledge.evaluate.measure;

/** How is searched. */
public enum Mode {

	/** By words. */
	TEXT,
	/** By vectors. */
	VECTOR,
	/** By both. */
	HYBRID

}

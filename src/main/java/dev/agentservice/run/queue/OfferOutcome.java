package dev.agentservice.run.queue;

/**
 * What {@code queue-offer} answers.
 */
public enum OfferOutcome {

	/** The run is queued now. */
	OFFERED,
	/** It was queued, or is at work: nothing has changed. */
	KNOWN,
	/** As many runs of its user wait, or are parked, as may. */
	USER_FULL,
	/** As many runs of its tenant wait as may. */
	TENANT_FULL,
	/** As many runs wait as may, or Redis is short of memory. */
	FULL

}

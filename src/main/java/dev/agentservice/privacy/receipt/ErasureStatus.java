package dev.agentservice.privacy.receipt;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How far an erasure is.
 */
public enum ErasureStatus {

	/** It is recorded; nothing is deleted. */
	@JsonProperty("fencing")
	FENCING,
	/** Nothing can be written any more; what is at work stops. */
	@JsonProperty("draining")
	DRAINING,
	/** The stores delete. */
	@JsonProperty("erasing")
	ERASING,
	/** All keys are looked through for what may be left. */
	@JsonProperty("verifying")
	VERIFYING,
	/** Nothing is left, and the user may come back; files of Redis may still hold it. */
	@JsonProperty("settling")
	SETTLING,
	/** All is verified but for the sealed copy of a legal hold. */
	@JsonProperty("held")
	HELD,
	/** All is verified, or named as kept. */
	@JsonProperty("completed")
	COMPLETED;

	/** The word for clients and metrics. */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Whether the user's fence stands. */
	public boolean fenced() {
		return compareTo(SETTLING) < 0;
	}

}

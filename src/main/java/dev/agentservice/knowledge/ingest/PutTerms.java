package dev.agentservice.knowledge.ingest;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * On what terms a client stores a document.
 *
 * @param expected the tag that it must have now, 0 if there must be none; null for any
 * @param maxCostUsd what it may cost; null for as much as is configured
 */
public record PutTerms(@Nullable Long expected, @Nullable BigDecimal maxCostUsd) {

	/** The lower of what the client and what the configuration allows. */
	BigDecimal mostUsd(BigDecimal configured) {
		return (this.maxCostUsd != null) ? configured.min(this.maxCostUsd) : configured;
	}

}

package dev.agentservice.knowledge.settings;

import java.math.BigDecimal;
import java.time.Duration;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much knowledge is taken. Failure mode: closed; what exceeds a limit is refused as a
 * whole.
 *
 * @param document the largest body of a document
 * @param passagesPerDocument how many passages a document may have
 * @param documentsPerCollection how many documents a tenant may have in a collection
 * @param embeddedPassages how many passages of a collection a replica holds in memory;
 * with the embedded index a tenant may have no more in it
 * @param embeddedCopies how many collections a replica holds in memory, those of each
 * tenant by themselves; the one that was not searched for longest makes room
 * @param stored how much Redis may hold of all documents together
 * @param ingestTimeout how long it may take to store a document
 * @param ingestCostUsd what storing a document may cost, in USD; a request can only lower
 * it, and {@code agent-service.budget.task-usd} applies as well
 */
public record KnowledgeLimits(@NotNull @DefaultValue("2MB") DataSize document,
		@Min(1) @Max(10_000) @DefaultValue("2000") int passagesPerDocument,
		@Min(1) @Max(100_000) @DefaultValue("10000") int documentsPerCollection,
		@Min(1) @Max(100_000) @DefaultValue("20000") int embeddedPassages,
		@Min(1) @Max(10_000) @DefaultValue("64") int embeddedCopies, @NotNull @DefaultValue("64MB") DataSize stored,
		@NotNull @DurationMin(seconds = 1) @DurationMax(minutes = 10) @DefaultValue("60s") Duration ingestTimeout,
		@NotNull @DecimalMin("0") @DecimalMax("1000") @DefaultValue("1.00") BigDecimal ingestCostUsd) {

	public KnowledgeLimits {
		if (document.toBytes() < 1 || document.toBytes() > DataSize.ofMegabytes(16).toBytes()) {
			throw new IllegalArgumentException("agent-service.knowledge.limits.document must be between 1B and 16MB");
		}
	}

}

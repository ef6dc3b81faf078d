package dev.agentservice.privacy.hold;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A legal hold.
 *
 * @param user the tag of the user whose data it holds
 * @param reason why
 * @param placedAt when it was placed first
 * @param until when it ends
 */
@Schema(description = "A legal hold: a sealed copy of a user's data that outlives their erasure.")
@JsonNaming(SnakeCaseStrategy.class)
public record LegalHold(
		@Schema(description = "The user's tag.", example = "3f0c9a5be1d24470a6f2b8c1d5e07a93") String user,
		@Schema(example = "Litigation 4711") String reason,
		@Schema(description = "When it was placed first.", example = "2026-11-23T09:30:00Z") Instant placedAt,
		@Schema(description = "When it ends by itself.", example = "2027-11-23T00:00:00Z") Instant until) {

}

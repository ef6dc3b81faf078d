package dev.agentservice.storage;

import io.swagger.v3.oas.annotations.media.Schema;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * How much of what may be stored of a user is.
 *
 * @param storedBytes an upper bound of what is
 * @param limitBytes the limit
 */
@Schema(description = "How much is stored of a user: runs, events, conversations, results of tools.")
@JsonNaming(SnakeCaseStrategy.class)
public record StorageUse(
		@Schema(description = "Never less than what is stored; what has expired counts for up to a day more.",
				example = "184320") long storedBytes,
		@Schema(example = "67108864") long limitBytes) {

}

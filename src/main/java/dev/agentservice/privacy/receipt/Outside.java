package dev.agentservice.privacy.receipt;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A recipient outside of the service, whose copies an erasure does not reach.
 *
 * @param name by which the configuration knows it
 * @param what what goes there
 * @param retention how long that is kept there, as the operator states it; not verified
 */
@Schema(name = "ErasureOutside")
public record Outside(@Schema(example = "openai") String name,
		@Schema(example = "prompts: tasks, conversations, results of tools") String what,
		@Schema(description = "As the operator states it (`agent-service.privacy.stated-retention`). Nobody has "
				+ "verified it.", example = "30d, for abuse monitoring") String retention) {

}

package dev.agentservice.run.outcome;

import io.swagger.v3.oas.annotations.media.Schema;

import org.springframework.modulith.NamedInterface;

/**
 * A tool call that may have taken effect, which nobody knows.
 *
 * @param call the call's id within its run
 * @param tool the tool
 */
@Schema(description = "A tool call with side effects that may have taken effect, which nobody knows.")
@NamedInterface("outcome")
public record DoubtfulCall(@Schema(description = "The call within its run", example = "c0.1") String call,
		@Schema(example = "refund") String tool) {

	/** The member of problems, events and records that lists such calls. */
	public static final String MEMBER = "in_doubt";

}

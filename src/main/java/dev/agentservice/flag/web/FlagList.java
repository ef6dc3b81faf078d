package dev.agentservice.flag.web;

import java.util.List;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * All flags.
 */
@Schema(name = "FlagList")
record FlagList(@Schema(description = "Whether the store cannot be asked at the moment: these are the last known ones.",
		example = "false") boolean stale, @Schema(description = "By name.") List<FlagView> flags) {

}

package dev.agentservice.llm.settings;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often models whose circuit is open are called when no other model of an agent
 * answers. Counted per replica; a request beyond it is refused without a call.
 *
 * @param perSecond the calls within a second, of all models together; 0 allows none
 * @param atOnce the concurrent calls of one model
 */
public record LastResortProperties(@DefaultValue("10") @Min(0) @Max(1000) int perSecond,
		@DefaultValue("5") @Min(1) @Max(1000) int atOnce) {

}

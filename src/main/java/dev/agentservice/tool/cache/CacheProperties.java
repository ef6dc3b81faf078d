package dev.agentservice.tool.cache;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How results of tools are kept.
 *
 * @param lookupTimeout how long a call waits for Redis to say whether its result is
 * there. Failure mode: open; the tool is called
 */
@Validated
@ConfigurationProperties("agent-service.tools.cache")
record CacheProperties(@DefaultValue("100ms") @NotNull @DurationMin(millis = 1) Duration lookupTimeout) {

}

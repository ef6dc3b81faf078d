package dev.agentservice.agent;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of every run that neither its agent nor its client set.
 *
 * @param maxOutputTokens the cap on completion tokens of one model call
 */
@Validated
@ConfigurationProperties("agent-service.run")
record RunLimits(@DefaultValue("2048") @Min(1) int maxOutputTokens) {

}

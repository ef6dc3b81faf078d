package dev.agentservice.audit;

import java.time.Duration;

import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The audit log.
 *
 * @param retention how long an entry is kept. Failure mode of writing: closed; what
 * cannot be recorded is not done
 */
@Validated
@ConfigurationProperties("agent-service.audit")
public record AuditProperties(@NotNull @DurationMin(days = 1) @DefaultValue("365d") Duration retention) {

}

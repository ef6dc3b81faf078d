package dev.agentservice.support.state;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What this replica is a replica of: each run is stamped with it, as each metric is.
 *
 * @param version the version of the release
 * @param track its side of a canary, such as {@code stable} and {@code canary}
 */
@Validated
@ConfigurationProperties("agent-service.release")
public record ReleaseProperties(@NotNull @Pattern(regexp = "[\\x21-\\x7E]{1,128}") @DefaultValue("dev") String version,
		@NotNull @Pattern(regexp = "[A-Za-z0-9._-]{1,40}") @DefaultValue("stable") String track) {

}

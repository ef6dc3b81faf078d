package dev.agentservice.storage;

import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How much may be stored. Failure mode: closed; a run of whom too much is stored is a 429
 * {@code storage_exceeded}, and what cannot be counted, because Redis is unavailable, is
 * not begun. Runs at work finish: they may exceed a limit by what they store.
 *
 * @param userLimit how many bytes may be stored of one user: records and events of runs,
 * conversations, results of tools
 * @param tenantLimit the same for all users of a tenant together
 */
@Validated
@ConfigurationProperties("agent-service.storage")
record StorageProperties(@NotNull @DefaultValue("64MB") DataSize userLimit,
		@NotNull @DefaultValue("1GB") DataSize tenantLimit) {

	StorageProperties {
		Assert.isTrue(userLimit.toBytes() > 0 && tenantLimit.toBytes() > 0,
				"agent-service.storage.user-limit and .tenant-limit must be positive");
	}

}

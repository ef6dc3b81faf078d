package dev.agentservice.privacy;

import java.nio.file.Path;
import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How people's data are erased.
 *
 * @param ledgerFile a file, outside of Redis and its backups, to which every erasure is
 * appended before anything is deleted; one for each replica, in one folder, of which all
 * {@code *.ndjson} are read; only the log has them if absent. Failure mode: closed;
 * nothing is deleted while it cannot be written, and nobody is served while it was never
 * read
 * @param ledgerRetention how long erasures and their receipts are kept in Redis; longer
 * than any backup is
 * @param diskPatience how long is waited for Redis to write its files anew, before the
 * receipt says {@code unknown}
 * @param receiptKey a file with an Ed25519 key in PKCS#8, as PEM, that signs receipts;
 * without one they carry an HMAC, which only the service can check
 * @param scanRate how many keys per second are looked at when erasures are verified, or
 * done again after a restore, by all replicas together
 */
@Validated
@ConfigurationProperties("agent-service.privacy")
public record PrivacyProperties(@Nullable Path ledgerFile,
		@NotNull @DurationMin(days = 1) @DefaultValue("400d") Duration ledgerRetention,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("48h") Duration diskPatience, @Nullable Path receiptKey,
		@Min(100) @Max(1_000_000) @DefaultValue("2000") int scanRate) {

}

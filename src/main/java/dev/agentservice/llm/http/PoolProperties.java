package dev.agentservice.llm.http;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The connections to one provider. When all are busy a call waits for one until its
 * deadline and then fails. A call's own deadline shortens every limit here.
 *
 * @param maxConnections how many connections may be open at once, and so how many calls
 * there may be; by default three quarters of the runs that a replica accepts, so that a
 * provider that hangs does not hold all of their slots
 * @param keepAlive how long an idle connection is kept, unless the provider announces
 * less
 * @param maxAge how old a connection may become before it is not reused; together with
 * the 30 s for which the JVM caches DNS answers, it is how long a replaced address of a
 * provider is used
 * @param connectTimeout how long connecting to an address may take, the TLS handshake
 * included; then the next model is asked
 * @param responseTimeout the longest silence before the answer's first byte
 * @param readTimeout the longest silence between two bytes of an answer
 * @param maxResponse the most bytes an answer may have
 */
public record PoolProperties(@DefaultValue("150") @Min(1) @Max(100_000) int maxConnections,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 0) Duration keepAlive,
		@DefaultValue("25s") @NotNull @DurationMin(millis = 1) Duration maxAge,
		@DefaultValue("2s") @NotNull @DurationMin(millis = 1) Duration connectTimeout,
		@DefaultValue("45s") @NotNull @DurationMin(millis = 1) Duration responseTimeout,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 1) Duration readTimeout,
		@DefaultValue("32MB") @NotNull DataSize maxResponse) {

	private static final Duration MAX_AGE = Duration.ofSeconds(25);

	@ConstructorBinding
	public PoolProperties {
	}

	/** With connections that become as old as they may by default. */
	public PoolProperties(int maxConnections, Duration keepAlive, Duration connectTimeout, Duration responseTimeout,
			Duration readTimeout, DataSize maxResponse) {
		this(maxConnections, keepAlive, MAX_AGE, connectTimeout, responseTimeout, readTimeout, maxResponse);
	}

}

package dev.agentservice.ratelimit;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.remote.RemoteStat;
import io.github.bucket4j.distributed.versioning.Version;
import org.jspecify.annotations.Nullable;

/**
 * A bucket as it was in Redis at a time of Redis.
 *
 * @param text the stored text, or {@code null} if there was none
 * @param nanos the time, in nanoseconds since 1970
 */
record Snapshot(@Nullable String text, long nanos) {

	/** Spares a clock that is a little ahead from finding a bucket gone too early. */
	private static final Duration KEPT_WHEN_FULL = Duration.ofSeconds(10);

	static Snapshot of(List<@Nullable Object> reply) {
		long micros = Long.parseLong(String.valueOf(reply.get(1)));
		return new Snapshot((String) reply.get(0), TimeUnit.MICROSECONDS.toNanos(micros));
	}

	/** The bucket, full if there was none, with the numbers of today. */
	MutableBucketEntry bucket(BucketConfiguration configuration) {
		if (this.text == null) {
			BucketState full = BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, this.nanos);
			return new MutableBucketEntry(new RemoteBucketState(full, new RemoteStat(0), null));
		}
		MutableBucketEntry bucket = new MutableBucketEntry(Base64.getDecoder().decode(this.text));
		if (!bucket.get().getConfiguration().equals(configuration)) {
			bucket.get().replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS, this.nanos);
		}
		return bucket;
	}

	/** The arguments of the script that puts a bucket in the place of this one. */
	List<Object> swapArguments(MutableBucketEntry bucket, Version version) {
		long millisToFull = TimeUnit.NANOSECONDS.toMillis(bucket.get().calculateFullRefillingTime(this.nanos));
		return List.of(Objects.requireNonNullElse(this.text, ""),
				Base64.getEncoder().encodeToString(bucket.getStateBytes(version)),
				millisToFull + KEPT_WHEN_FULL.toMillis());
	}

}

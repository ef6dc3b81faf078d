package dev.agentservice.ratelimit.bucket;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.distributed.remote.MutableBucketEntry;
import io.github.bucket4j.distributed.remote.RemoteBucketState;
import io.github.bucket4j.distributed.remote.RemoteStat;
import io.github.bucket4j.distributed.versioning.Versions;

/**
 * What becomes of a bucket, and of those who draw from it, if Redis agrees to how it was
 * before.
 *
 * @param key the bucket
 * @param before the text it was computed from, empty for a bucket that is not there
 * @param after the text to store, empty if nothing changes
 * @param millisToLive how long to store it
 * @param draws what is asked of it
 * @param levels the answers, in the same order
 */
record Draft(BucketKey key, String before, String after, long millisToLive, List<Draw> draws, List<Level> levels) {

	/** Spares a clock that is a little ahead from finding a bucket gone too early. */
	private static final Duration KEPT_WHEN_FULL = Duration.ofSeconds(10);

	/**
	 * Does to a bucket what is asked of it, one after the other.
	 * @param nanos the time by the clock of Redis, in nanoseconds since 1970
	 */
	static Draft of(BucketKey key, List<Draw> draws, String before, long nanos) {
		MutableBucketEntry bucket = bucket(before, key.configuration(), nanos);
		List<Level> levels = draws.stream().map((draw) -> draw.call().ask(bucket, nanos)).toList();
		if (!bucket.isStateModified()) {
			return new Draft(key, before, "", 0, draws, levels);
		}
		String after = Base64.getEncoder().encodeToString(bucket.getStateBytes(Versions.getLatest()));
		long millisToFull = TimeUnit.NANOSECONDS.toMillis(bucket.get().calculateFullRefillingTime(nanos));
		return new Draft(key, before, after, millisToFull + KEPT_WHEN_FULL.toMillis(), draws, levels);
	}

	/** The text that is there once Redis has agreed. */
	String text() {
		return this.after.isEmpty() ? this.before : this.after;
	}

	/** Redis has agreed. */
	void tell() {
		for (int i = 0; i < this.draws.size(); i++) {
			this.draws.get(i).answer().complete(this.levels.get(i));
		}
	}

	/** The bucket, full if there was none, with the numbers of today. */
	private static MutableBucketEntry bucket(String text, BucketConfiguration configuration, long nanos) {
		if (text.isEmpty()) {
			BucketState full = BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, nanos);
			return new MutableBucketEntry(new RemoteBucketState(full, new RemoteStat(0), null));
		}
		MutableBucketEntry bucket = new MutableBucketEntry(Base64.getDecoder().decode(text));
		if (!bucket.get().getConfiguration().equals(configuration)) {
			bucket.get().replaceConfiguration(configuration, TokensInheritanceStrategy.AS_IS, nanos);
		}
		return bucket;
	}

}

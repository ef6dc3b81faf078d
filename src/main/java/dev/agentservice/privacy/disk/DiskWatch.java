package dev.agentservice.privacy.disk;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;

import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.support.redis.RedisStore;

import org.springframework.stereotype.Component;

/**
 * Looks whether the files of Redis were written anew since something was deleted.
 */
@Component
public class DiskWatch {

	private final RedisStore redis;

	private final Duration patience;

	private final Clock clock = Clock.systemUTC();

	DiskWatch(RedisStore redis, PrivacyProperties properties) {
		this.redis = redis;
		this.patience = properties.diskPatience();
	}

	/** Notes how often they were written anew before. */
	public Disk mark(Disk disk) {
		return new Disk(disk.outcome(), marks());
	}

	/**
	 * Looks again.
	 * @param settled when everything was deleted
	 */
	public Disk look(Disk disk, Instant settled) {
		if (settled.plus(this.patience).isBefore(this.clock.instant())) {
			return disk.as("unknown");
		}
		List<DiskMark> now = marks();
		if (!DiskMark.comparable(disk.marks(), now)) {
			// One has restarted, or was not readable: what it has written counts from
			// now.
			return new Disk(disk.outcome(), now);
		}
		return DiskMark.allGone(disk.marks(), now) ? disk.as("done") : disk;
	}

	/** None if Redis does not say: a managed one often forbids it. */
	private List<DiskMark> marks() {
		try {
			return this.redis.info().join().stream().map(DiskMark::of).toList();
		}
		catch (CompletionException _) {
			return List.of();
		}
	}

}

package dev.agentservice.storage;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTag;
import dev.agentservice.identity.UserTags;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.redis.StoreUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Who may store more. A user's limit is checked by the script that admits a run, a
 * tenant's here, beside it. Counts {@code agent.storage.rejections} (scope).
 */
@Component
public final class Storage {

	private final StorageProperties properties;

	private final UserStorage users;

	private final TenantStorage tenants;

	private final StorageReports reports;

	private final UserTags tags;

	private final StorageRejections rejections;

	Storage(StorageProperties properties, UserStorage users, TenantStorage tenants, StorageReports reports,
			UserTags tags, MeterRegistry meters) {
		this.properties = properties;
		this.users = users;
		this.tenants = tenants;
		this.reports = reports;
		this.tags = tags;
		this.rejections = new StorageRejections(meters);
	}

	/** How many bytes may be stored of one user. */
	public long userLimit() {
		return this.properties.userLimit().toBytes();
	}

	/** The tenant's tag, under which its users are added up. */
	public String tenantOf(Caller caller) {
		return this.tags.ofTenant(caller.tenant());
	}

	/**
	 * Whether the caller's tenant may store more.
	 * @return fails with a {@code storage_exceeded} problem if it may not, or a
	 * {@link StoreUnavailableException}
	 */
	public CompletableFuture<Void> admit(Caller caller) {
		long limit = this.properties.tenantLimit().toBytes();
		return this.tenants.total(tenantOf(caller), limit / 10 * 9).thenAccept((total) -> {
			if (total >= limit) {
				// What this user has deleted since may make room.
				this.reports.changed(caller.tag());
				throw this.rejections.ofTenant(limit, total);
			}
		});
	}

	/**
	 * What a user is told of whom too much is stored.
	 * @param bytes how much is
	 * @param lessIn when some of it will have expired, or null
	 */
	public ProblemException userExceeded(long bytes, @Nullable Duration lessIn) {
		return this.rejections.ofUser(userLimit(), bytes, lessIn);
	}

	/** Something was stored of a user, or is stored no more. Never fails. */
	public void changed(UserTag user) {
		this.reports.changed(user);
	}

	/**
	 * What is stored of a user.
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public StorageUse of(UserTag user) {
		StoredBytes stored = this.users.find(user);
		return new StorageUse(stored.bytes(), userLimit());
	}

}

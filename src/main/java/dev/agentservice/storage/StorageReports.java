package dev.agentservice.storage;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.agentservice.identity.UserTag;
import dev.agentservice.support.schedule.Scheduler;

import org.springframework.stereotype.Component;

/**
 * Carries what was counted of users to the books of their tenants, which are in another
 * slot: soon, each user once however often something was stored meanwhile, and without
 * anybody waiting. What a replica did not get round to is read again when the user is
 * due, at the latest an hour after the next thing of theirs has expired.
 */
@Component
class StorageReports implements AutoCloseable {

	private static final Duration SOON = Duration.ofMillis(500);

	private static final int AT_ONCE = 200;

	private final UserStorage users;

	private final TenantStorage tenants;

	private final Set<UserTag> changed = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean scheduled = new AtomicBoolean();

	private final Scheduler scheduler;

	StorageReports(UserStorage users, TenantStorage tenants, Scheduler scheduler) {
		this.users = users;
		this.tenants = tenants;
		this.scheduler = scheduler;
	}

	/** Something was stored of a user, or is stored no more. */
	void changed(UserTag user) {
		this.changed.add(user);
		schedule();
	}

	/** Reports the remaining changes, without waiting for it. */
	@Override
	public void close() {
		reportAll();
	}

	private void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			this.scheduler.after("storage-reports", SOON, this::reportAll);
		}
	}

	private void reportAll() {
		this.scheduled.set(false);
		Iterator<UserTag> next = this.changed.iterator();
		for (int i = 0; i < AT_ONCE && next.hasNext(); i++) {
			UserTag user = next.next();
			next.remove();
			var _ = report(user).whenComplete((due, failure) -> {
				if (failure != null) {
					changed(user);
				}
				else {
					due.forEach(this::changed);
				}
			});
		}
		if (next.hasNext()) {
			schedule();
		}
	}

	private CompletableFuture<List<UserTag>> report(UserTag user) {
		return this.users.read(user)
			.thenCompose((stored) -> (stored.tenant() != null) ? this.tenants.note(stored.tenant(), user, stored)
					: CompletableFuture.completedFuture(List.of()));
	}

}

package dev.agentservice.privacy.tenant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.privacy.disk.Disk;
import dev.agentservice.privacy.disk.DiskWatch;
import dev.agentservice.privacy.hold.HeldCopies;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureReport.KeptReport;
import dev.agentservice.privacy.receipt.ErasureReport.StoreReport;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.Receipts;
import dev.agentservice.privacy.tenant.TenantErasure.Times;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.PersonalDataStore;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The steps of the erasure of a tenant after nothing of it is left: older copies on disk,
 * copies of legal holds, the receipt.
 */
@Component
class TenantEnd {

	private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

	private final TenantScripts scripts;

	private final DiskWatch disk;

	private final HeldCopies holds;

	private final Receipts receipts;

	private final Audit audit;

	private final TenantRest rest;

	private final List<PersonalDataStore> stores;

	private final Duration retention;

	private final Clock clock = Clock.systemUTC();

	TenantEnd(TenantScripts scripts, DiskWatch disk, HeldCopies holds, Receipts receipts, Audit audit, TenantRest rest,
			List<PersonalDataStore> stores, PrivacyProperties properties) {
		this.scripts = scripts;
		this.disk = disk;
		this.holds = holds;
		this.receipts = receipts;
		this.audit = audit;
		this.rest = rest;
		this.stores = List.copyOf(stores);
		this.retention = properties.ledgerRetention();
	}

	/** Nothing is left: the fence may be lowered. */
	TenantErasure settle(TenantErasure erasure) {
		Disk mark = this.disk.mark(erasure.disk());
		Instant now = this.clock.instant();
		TenantErasure settled = erasure.with(mark).with(new Times(erasure.times().fenced(), now, null));
		for (StoreReport store : erasure.stores().values()) {
			settled = settled.with(new StoreReport(store.name(), store.found(), store.deleted(), store.kept(), now));
		}
		return kept(settled, now).at(ErasureStatus.SETTLING, erasure.place());
	}

	Step<TenantErasure> next(StoredTenantErasure stored) {
		TenantErasure erasure = stored.erasure();
		if (erasure.status() == ErasureStatus.COMPLETED) {
			return this.rest.isDue(erasure) ? this.rest.next(signed(stored.with(this.rest.slice(erasure))))
					: this.rest.next(erasure);
		}
		if (erasure.status() == ErasureStatus.HELD) {
			return this.rest.isDue(erasure) ? Step.on(signed(stored.with(this.rest.slice(erasure))))
					: end(stored, held(stored));
		}
		Instant since = Objects.requireNonNullElse(erasure.times().settled(), Instant.EPOCH);
		TenantErasure looked = erasure.with(this.disk.look(erasure.disk(), since));
		if (looked.disk().pending()) {
			return Step.after(LOOK_AGAIN, looked);
		}
		// Whether there are copies has to be known first: otherwise each repeated look
		// adds an entry.
		long held = held(stored);
		audit(stored);
		return end(stored.with(looked), held);
	}

	/** The ledger does not know in whose log an erasure was that is done again. */
	private void audit(StoredTenantErasure stored) {
		TenantErasure.Request request = stored.erasure().request();
		if (!request.again()) {
			this.audit.record(new AuditEntry(request.organisation(), request.credential(), new UserTag(request.actor()),
					"privacy.tenant-erased", request.tenant(), null, stored.id()));
		}
	}

	/** How many of the tenant's users, or of those it has met, there is a copy of. */
	private long held(StoredTenantErasure stored) {
		TenantErasure.Request request = stored.erasure().request();
		Instant settled = Objects.requireNonNullElseGet(stored.erasure().times().settled(), this.clock::instant);
		Map<String, Boolean> copies = this.holds.before(settled, request.tenant());
		Set<String> held = new HashSet<>(this.scripts.known(stored.id(), copies.keySet()));
		copies.forEach((user, tenants) -> {
			if (tenants) {
				held.add(user);
			}
		});
		return held.size();
	}

	private Step<TenantErasure> end(StoredTenantErasure stored, long held) {
		TenantErasure erasure = stored.erasure();
		if (held > 0) {
			boolean same = erasure.status() == ErasureStatus.HELD && erasure.users().held() == held;
			return Step.after(LOOK_AGAIN, same ? erasure : signed(
					stored.with(erasure.with(erasure.users().held(held)).at(ErasureStatus.HELD, erasure.place()))));
		}
		Times times = new Times(erasure.times().fenced(), erasure.times().settled(), this.clock.instant());
		return this.rest.next(signed(stored
			.with(erasure.with(erasure.users().held(0)).with(times).at(ErasureStatus.COMPLETED, erasure.place()))));
	}

	private TenantErasure signed(StoredTenantErasure stored) {
		TenantErasure unsigned = stored.erasure().unsigned();
		return unsigned.with(this.receipts.sign(stored.with(unsigned).report()));
	}

	/** What stays on purpose. */
	private TenantErasure kept(TenantErasure erasure, Instant now) {
		List<StoreReport> named = new ArrayList<>();
		named.add(named("audit", "tags in the audit log of the tenant", "accountability", until("audit", now), now));
		named.add(named("flag", "flags of the tenant", "settings, which name users by tags alone", null, now));
		named.add(named("privacy", "this erasure, those of its users and their receipts, under tags", "proof",
				now.plus(this.retention), now));
		named.add(named("ratelimit", "buckets of rate limits", "they are gone by themselves when they are full", null,
				now));
		TenantErasure further = erasure;
		for (StoreReport store : named) {
			further = further.with(store);
		}
		return further;
	}

	private @Nullable Instant until(String store, Instant now) {
		return this.stores.stream()
			.filter((one) -> one.name().equals(store))
			.flatMap((one) -> one.keepings().stream())
			.map(Keeping::time)
			.filter(Objects::nonNull)
			.findFirst()
			.map(now::plus)
			.orElse(null);
	}

	private static StoreReport named(String name, String what, String reason, @Nullable Instant until, Instant now) {
		return new StoreReport(name, 0, 0, List.of(new KeptReport(what, reason, until)), now);
	}

}

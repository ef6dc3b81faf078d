package dev.agentservice.privacy.tenant;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

import dev.agentservice.privacy.erasure.Erasures;
import dev.agentservice.privacy.ledger.ErasureLog;
import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.progress.Step;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.tenant.TenantErasure.Phase;
import dev.agentservice.privacy.tenant.TenantErasure.Place;
import dev.agentservice.privacy.tenant.TenantErasure.Times;
import dev.agentservice.privacy.tenant.TenantErasure.Users;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.TenantDataStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The steps of the erasure of a tenant. Each is bounded, and may be done again after a
 * crash.
 */
@Component
class TenantSteps {

	private static final Logger logger = LoggerFactory.getLogger(TenantSteps.class);

	/** How many of its users are erased at a time. */
	static final int AT_ONCE = 8;

	/**
	 * Longer than a request that was admitted before the fence takes to store its run.
	 */
	private static final Duration ADMITTED = Duration.ofSeconds(3);

	private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

	private static final Duration ROUND = Duration.ofSeconds(1);

	private static final Duration SLICE = Duration.ofSeconds(1);

	private final TenantScripts scripts;

	private final TenantKeys keys;

	private final TenantScan scan;

	private final Erasures erasures;

	private final TenantEnd end;

	private final TenantStores stores;

	private final TenantRest rest;

	private final ErasureLog log;

	private final Clock clock = Clock.systemUTC();

	TenantSteps(TenantScripts scripts, TenantKeys keys, TenantScan scan, Erasures erasures, TenantEnd end,
			TenantStores stores, TenantRest rest, ErasureLog log) {
		this.scripts = scripts;
		this.keys = keys;
		this.scan = scan;
		this.erasures = erasures;
		this.end = end;
		this.stores = stores;
		this.rest = rest;
		this.log = log;
	}

	/** Takes the next step. */
	Step<TenantErasure> next(StoredTenantErasure stored) {
		TenantErasure erasure = stored.erasure();
		return switch (erasure.status()) {
			case FENCING -> fence(stored);
			case DRAINING, ERASING, VERIFYING -> {
				demandFence(stored);
				yield fenced(stored);
			}
			case SETTLING, HELD, COMPLETED -> this.end.next(stored);
		};
	}

	/** The ledger first: what is deleted and not in it would come back with a backup. */
	private Step<TenantErasure> fence(StoredTenantErasure stored) {
		TenantErasure erasure = stored.erasure();
		if (!erasure.request().again()) {
			this.log.append(LedgerEntry.ofTenant(stored.seq(), erasure.request().tenant(), stored.at(), stored.id()),
					"A tenant is erased");
		}
		demandFence(stored);
		return Step
			.on(erasure.with(new Times(this.clock.instant(), null, null)).at(ErasureStatus.ERASING, Place.BEGIN));
	}

	/**
	 * Renews the fence. A replica that was frozen while another completed the erasure
	 * must not raise it again: nobody would lower it.
	 */
	private void demandFence(StoredTenantErasure stored) {
		String tenant = stored.erasure().request().tenant();
		if (this.keys.renew(tenant, stored.id())) {
			return;
		}
		if (!this.scripts.hold(stored)) {
			throw new CancellationException("Another attempt works at the erasure");
		}
		this.keys.raise(tenant, stored.id());
	}

	/** Users come first, whatever is walked through, so that few wait. */
	private Step<TenantErasure> fenced(StoredTenantErasure stored) {
		TenantErasure erasure = stored.erasure();
		boolean listed = erasure.place().phase() == Phase.USERS && erasure.place().store() == 0;
		if (!erasure.users().none() && !(listed && erasure.users().waiting().isEmpty())) {
			return users(stored);
		}
		return switch (erasure.place().phase()) {
			case USERS -> listed ? list(erasure) : Step.on(erasure.with(erasure.place().in(Phase.KEYS)));
			case KEYS -> keys(stored);
			case STORES -> store(erasure);
			case SCAN -> scan(stored);
		};
	}

	/** Begins the next erasure of a user, if one has ended. */
	private Step<TenantErasure> users(StoredTenantErasure stored) {
		TenantErasure erasure = stored.erasure();
		List<String> still = erasure.users().atWork().stream().filter(this.erasures::isAtWork).toList();
		Users users = erasure.users().still(still);
		if (still.size() < AT_ONCE && !users.waiting().isEmpty()) {
			return Step.on(erasure.with(users.begun(begin(stored, users.waiting().getFirst()))));
		}
		return Step.after(LOOK_AGAIN, erasure.with(users));
	}

	/** One that was met before looks through all keys itself: something was left. */
	private String begin(StoredTenantErasure stored, String user) {
		TenantErasure.Request request = stored.erasure().request();
		boolean again = !this.scripts.known(stored.id(), List.of(user)).isEmpty();
		this.scripts.met(stored.id(), List.of(user));
		this.keys.seen(request.tenant(), user);
		return this.erasures.beginPart(new Erasures.Part(user, request.tenant(), request.organisation(),
				request.credential(), request.actor(), again ? null : stored.id(), request.outside()));
	}

	private Step<TenantErasure> list(TenantErasure erasure) {
		TenantKeys.Page page = this.keys.users(erasure.request().tenant(), erasure.place().cursor());
		Place next = page.next().isEmpty() ? erasure.place().store(1) : erasure.place().at(page.next());
		return Step.on(erasure.with(erasure.users().with(page.users())).with(next));
	}

	private Step<TenantErasure> keys(StoredTenantErasure stored) {
		TenantErasure erasure = stored.erasure();
		TenantKeys.Erased erased = this.keys.erase(erasure.request().tenant(), stored.id(), erasure.place().cursor());
		TenantErasure further = erasure;
		for (Map.Entry<String, Long> kind : erased.kinds().entrySet()) {
			further = further.found(kind.getKey(), kind.getValue());
		}
		// A page costs Redis as much as one of any look, however little of it is the
		// tenant's.
		return erased.next().isEmpty() ? Step.on(further.with(erasure.place().in(Phase.STORES)))
				: Step.after(this.scan.turn(), further.with(erasure.place().at(erased.next())));
	}

	private Step<TenantErasure> store(TenantErasure erasure) {
		Place place = erasure.place();
		if (place.store() >= this.stores.all().size()) {
			return beginScan(erasure);
		}
		TenantDataStore store = this.stores.all().get(place.store());
		Slice slice = store.erase(erasure.request().tenant(), place.cursor(), Deadline.after(SLICE));
		if (slice instanceof Slice.More(long found, long _, String cursor)) {
			return Step.after(pause(found, place.cursor(), cursor),
					erasure.found(store.name(), found).with(place.at(cursor)));
		}
		return Step.on(this.rest.told(erasure, store.name(), slice).with(place.store(place.store() + 1)));
	}

	/** A store that has got on to another place may look through keys there. */
	private Duration pause(long found, String before, String cursor) {
		if (!cursor.equals(before)) {
			return this.scan.turn();
		}
		return (found == 0) ? ROUND : Duration.ZERO;
	}

	private Step<TenantErasure> beginScan(TenantErasure erasure) {
		Instant fenced = Objects.requireNonNullElse(erasure.times().fenced(), Instant.EPOCH);
		Duration left = Duration.between(this.clock.instant(), fenced.plus(ADMITTED));
		return Step.after(left.isNegative() ? Duration.ZERO : left,
				erasure.at(ErasureStatus.VERIFYING, erasure.place().in(Phase.SCAN)));
	}

	/** Users who are found are erased before the look goes on. */
	private Step<TenantErasure> scan(StoredTenantErasure stored) {
		TenantErasure erasure = stored.erasure();
		TenantScan.Found found = this.scan.look(stored, erasure.place().cursor());
		Place place = erasure.place().plus(found.tenant() + found.users().size());
		TenantErasure further = erasure.with(erasure.users().with(found.users()));
		return found.next().isEmpty() ? judge(stored, further.with(place))
				: Step.after(found.pause(), further.with(place.at(found.next())));
	}

	private Step<TenantErasure> judge(StoredTenantErasure stored, TenantErasure erasure) {
		long left = erasure.place().found() + this.stores.left(erasure.request().tenant());
		List<String> came = this.keys.came(erasure.request().tenant());
		if (left == 0 && came.isEmpty()) {
			TenantErasure settled = this.end.settle(erasure);
			if (this.keys.lower(erasure.request().tenant(), stored.id())) {
				return Step.on(settled);
			}
		}
		logger.atInfo()
			.addKeyValue("erasure", stored.id())
			.addKeyValue("count", left)
			.addKeyValue("came", came.size())
			.log("More of a tenant was found, it is erased as well");
		return Step.after(ROUND,
				erasure.with(erasure.users().with(came)).at(ErasureStatus.ERASING, erasure.place().again()));
	}

}

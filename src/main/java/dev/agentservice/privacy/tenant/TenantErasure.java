package dev.agentservice.privacy.tenant;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.privacy.disk.Disk;
import dev.agentservice.privacy.receipt.ErasureReport.StoreReport;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.privacy.receipt.Outside;
import dev.agentservice.privacy.receipt.SignedReceipt;
import org.jspecify.annotations.Nullable;

/**
 * The erasure of a tenant as it is stored between two of its steps. Immutable.
 *
 * @param request what was asked for
 * @param status how far it is
 * @param place where it goes on
 * @param users what became of the users
 * @param stores what was found of the tenant itself, by name
 * @param disk whether the files of Redis are written anew
 * @param times when its stages were reached
 * @param later what a store erases when it is completed; null if none does
 * @param receipt what it did, signed; null until it is completed or held
 */
record TenantErasure(Request request, ErasureStatus status, Place place, Users users, Map<String, StoreReport> stores,
		Disk disk, Times times, @Nullable Later later, @Nullable SignedReceipt receipt) {

	/**
	 * What was asked for.
	 *
	 * @param tenant the tenant's tag
	 * @param organisation the tenant, for its audit log; empty when it is done again
	 * @param credential with which credential it was asked for
	 * @param actor the tag of the user who asked for it
	 * @param outside who outside of the service got personal data, as it was configured
	 */
	record Request(String tenant, String organisation, String credential, String actor, List<Outside> outside) {

		/** Whether it is done again, because an older backup was restored. */
		boolean again() {
			return this.organisation.isEmpty();
		}

	}

	/**
	 * What a store erases later.
	 *
	 * @param store its name
	 * @param cursor where it goes on
	 * @param at when
	 */
	record Later(String store, String cursor, Instant at) {
	}

	/** What is walked through. */
	enum Phase {

		/** The list of the tenant's users. */
		USERS,
		/** The keys below the tenant's hash tag. */
		KEYS,
		/** The stores of what belongs to the tenant. */
		STORES,
		/** All keys of all masters. */
		SCAN

	}

	/**
	 * Where it goes on.
	 *
	 * @param phase what is walked through
	 * @param store the number of the store that erases
	 * @param cursor where that, or the walk, goes on
	 * @param rounds how often something was found after all was erased
	 * @param found how much the look through all keys has found so far
	 */
	record Place(Phase phase, int store, String cursor, int rounds, long found) {

		static final Place BEGIN = new Place(Phase.USERS, 0, "", 0, 0);

		Place in(Phase next) {
			return new Place(next, 0, "", this.rounds, 0);
		}

		Place at(String next) {
			return new Place(this.phase, this.store, next, this.rounds, this.found);
		}

		Place store(int next) {
			return new Place(this.phase, next, "", this.rounds, this.found);
		}

		Place plus(long more) {
			return new Place(this.phase, this.store, this.cursor, this.rounds, this.found + more);
		}

		Place again() {
			return new Place(Phase.KEYS, 0, "", this.rounds + 1, 0);
		}

	}

	/**
	 * What became of the users.
	 *
	 * @param waiting tags of those whose erasure is to begin
	 * @param atWork ids of the erasures that are at work
	 * @param erased how many are erased
	 * @param held how many of them are held
	 */
	record Users(List<String> waiting, List<String> atWork, long erased, long held) {

		static final Users NONE = new Users(List.of(), List.of(), 0, 0);

		boolean none() {
			return this.waiting.isEmpty() && this.atWork.isEmpty();
		}

		Users with(Collection<String> more) {
			List<String> all = new ArrayList<>(this.waiting);
			more.stream().filter((user) -> !all.contains(user)).forEach(all::add);
			return new Users(List.copyOf(all), this.atWork, this.erased, this.held);
		}

		/** The first of those who wait is at work. */
		Users begun(String erasure) {
			List<String> all = new ArrayList<>(this.atWork);
			if (!all.contains(erasure)) {
				all.add(erasure);
			}
			return new Users(this.waiting.subList(1, this.waiting.size()), List.copyOf(all), this.erased, this.held);
		}

		Users still(List<String> erasures) {
			return new Users(this.waiting, erasures, this.erased + this.atWork.size() - erasures.size(), this.held);
		}

		Users held(long count) {
			return new Users(this.waiting, this.atWork, this.erased, count);
		}

	}

	/**
	 * When its stages were reached.
	 *
	 * @param fenced from when on nothing new was admitted
	 * @param settled when nothing was left
	 * @param completed when it was completed
	 */
	record Times(@Nullable Instant fenced, @Nullable Instant settled, @Nullable Instant completed) {
	}

	static TenantErasure of(Request request) {
		return new TenantErasure(request, ErasureStatus.FENCING, Place.BEGIN, Users.NONE, Map.of(), Disk.PENDING,
				new Times(null, null, null), null, null);
	}

	TenantErasure at(ErasureStatus next, Place there) {
		return new TenantErasure(this.request, next, there, this.users, this.stores, this.disk, this.times, this.later,
				this.receipt);
	}

	TenantErasure with(Place there) {
		return at(this.status, there);
	}

	TenantErasure with(Users now) {
		return new TenantErasure(this.request, this.status, this.place, now, this.stores, this.disk, this.times,
				this.later, this.receipt);
	}

	TenantErasure with(Disk known) {
		return new TenantErasure(this.request, this.status, this.place, this.users, this.stores, known, this.times,
				this.later, this.receipt);
	}

	TenantErasure with(Times reached) {
		return new TenantErasure(this.request, this.status, this.place, this.users, this.stores, this.disk, reached,
				this.later, this.receipt);
	}

	TenantErasure with(SignedReceipt signed) {
		return new TenantErasure(this.request, this.status, this.place, this.users, this.stores, this.disk, this.times,
				this.later, signed);
	}

	TenantErasure with(Later rest) {
		return at(rest);
	}

	TenantErasure withNothingLater() {
		return at((Later) null);
	}

	private TenantErasure at(@Nullable Later rest) {
		return new TenantErasure(this.request, this.status, this.place, this.users, this.stores, this.disk, this.times,
				rest, this.receipt);
	}

	TenantErasure unsigned() {
		return new TenantErasure(this.request, this.status, this.place, this.users, this.stores, this.disk, this.times,
				this.later, null);
	}

	TenantErasure with(StoreReport store) {
		Map<String, StoreReport> changed = new TreeMap<>(this.stores);
		changed.put(store.name(), store);
		return new TenantErasure(this.request, this.status, this.place, this.users, changed, this.disk, this.times,
				this.later, this.receipt);
	}

	/** So much more was found of a kind, and deleted. */
	TenantErasure found(String name, long count) {
		StoreReport before = this.stores.getOrDefault(name, new StoreReport(name, 0, 0, List.of(), null));
		return with(new StoreReport(name, before.found() + count, before.deleted() + count, before.kept(),
				before.verifiedAt()));
	}

}

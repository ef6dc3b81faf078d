package dev.agentservice.privacy.tenant;

import java.util.Comparator;
import java.util.List;

import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.TenantDataStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * All stores of what is a tenant's, in the order in which they erase.
 */
@Component
class TenantStores {

	private final List<TenantDataStore> stores;

	TenantStores(ObjectProvider<TenantDataStore> stores) {
		this.stores = stores.stream()
			.sorted(Comparator.comparing(TenantDataStore::last).thenComparing(TenantDataStore::name))
			.toList();
	}

	List<TenantDataStore> all() {
		return this.stores;
	}

	/** The store of that name. */
	TenantDataStore named(String name) {
		return this.stores.stream().filter((store) -> store.name().equals(name)).findFirst().orElseThrow();
	}

	/** Whether a store erases a key below the tenant's hash tag itself. */
	boolean own(String tenant, String key) {
		return this.stores.stream().anyMatch((store) -> store.owns(tenant, key));
	}

	/** Whether a key below the tenant's hash tag stays after the erasure. */
	boolean keep(String tenant, String key) {
		return this.stores.stream().anyMatch((store) -> store.keeps(tenant, key));
	}

	/** How much is left, by the stores themselves. */
	long left(String tenant) {
		return this.stores.stream().map((store) -> store.verify(tenant)).mapToLong(Residue::count).sum();
	}

}

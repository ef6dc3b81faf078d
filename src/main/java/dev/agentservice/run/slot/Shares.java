package dev.agentservice.run.slot;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.identity.Caller;
import org.jspecify.annotations.Nullable;

/**
 * How many of some slots each user and each tenant has, so that none has all of them.
 * Those without any are not remembered.
 */
final class Shares {

	/** Whose share is used up. */
	enum Owner {

		USER, TENANT

	}

	private final Map<String, Integer> users = new ConcurrentHashMap<>();

	private final Map<String, Integer> tenants = new ConcurrentHashMap<>();

	private final int ofUser;

	private final int ofTenant;

	/**
	 * Shares slots.
	 * @param places how many there are
	 * @param userPercent how many of them one user may have
	 * @param tenantPercent how many of them one tenant may have
	 */
	Shares(int places, int userPercent, int tenantPercent) {
		this.ofUser = share(places, userPercent);
		this.ofTenant = share(places, tenantPercent);
	}

	/** Takes one, unless a share is used up: then returns whose. */
	@Nullable Owner take(Caller caller) {
		if (!take(this.users, caller.tag().value(), this.ofUser)) {
			return Owner.USER;
		}
		if (!take(this.tenants, caller.tenant(), this.ofTenant)) {
			giveBack(this.users, caller.tag().value());
			return Owner.TENANT;
		}
		return null;
	}

	void giveBack(Caller caller) {
		giveBack(this.users, caller.tag().value());
		giveBack(this.tenants, caller.tenant());
	}

	/** A share of all of them is no limit of its own. */
	private static int share(int places, int percent) {
		int share = Math.max(1, Math.toIntExact((long) places * percent / 100));
		return (share < places) ? share : Integer.MAX_VALUE;
	}

	private static boolean take(Map<String, Integer> taken, String name, int limit) {
		if (taken.merge(name, 1, Integer::sum) <= limit) {
			return true;
		}
		giveBack(taken, name);
		return false;
	}

	private static void giveBack(Map<String, Integer> taken, String name) {
		taken.computeIfPresent(name, (_, count) -> (count > 1) ? count - 1 : null);
	}

}

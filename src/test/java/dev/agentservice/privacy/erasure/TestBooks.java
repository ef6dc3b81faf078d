package dev.agentservice.privacy.erasure;

import java.time.LocalDate;
import java.time.ZoneOffset;

import dev.agentservice.identity.Caller;

/** The books of one user, as they are in Redis. */
final class TestBooks {

	private final ErasureReplica replica;

	private final Caller user;

	TestBooks(ErasureReplica replica, Caller user) {
		this.replica = replica;
		this.user = user;
	}

	/** Writes what the user has spent on a day. */
	void spend(String day, int amount) {
		this.replica.call("HSET", of(day), "spent", amount);
		this.replica.call("ZADD", tenant("spenders:" + day), amount, this.user.tag().value());
	}

	/** The key of the user's books of a day. */
	String of(String day) {
		return tenant("budget:" + day + ":user:" + this.user.tag().value());
	}

	/** A key of the user's tenant. */
	String tenant(String suffix) {
		return "as:{" + this.replica.tags().ofTenant(this.user.tenant()) + "}:" + suffix;
	}

	static String today() {
		return LocalDate.now(ZoneOffset.UTC).toString();
	}

	static String yesterday() {
		return LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
	}

}

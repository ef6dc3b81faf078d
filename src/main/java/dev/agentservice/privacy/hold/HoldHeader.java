package dev.agentservice.privacy.hold;

import java.time.Clock;
import java.time.Instant;

import dev.agentservice.support.Ulid;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a sealed copy says about itself in the clear. It names nobody.
 *
 * @param v the version of the form
 * @param hold the hold's id
 * @param user the tag of the user whose data it holds
 * @param tenant the tenant, for its audit log
 * @param credential with which credential the hold was placed, or renewed last
 * @param actor the tag of the user who did
 * @param reason why
 * @param placedAt when it was placed first
 * @param until when it ends
 * @param copy the id of this very file, greater than that of one before; it makes the
 * file's key another one than that of any other file
 */
@JsonNaming(SnakeCaseStrategy.class)
record HoldHeader(int v, String hold, String user, String tenant, String credential, String actor, String reason,
		Instant placedAt, Instant until, String copy) {

	static final int VERSION = 1;

	/** What makes the name and the key of a new file. */
	static String newCopy() {
		return Ulid.next(Clock.systemUTC());
	}

}

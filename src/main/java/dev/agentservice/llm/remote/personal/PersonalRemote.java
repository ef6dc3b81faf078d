package dev.agentservice.llm.remote.personal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import dev.agentservice.identity.UserTag;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteObjects.Hastened;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.Kept;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Slice;
import dev.agentservice.support.personal.Subject;

import org.springframework.stereotype.Component;

/**
 * What providers keep of runs whose loop runs there. An erasure has it deleted at once,
 * by the sweeper of any replica, and names it as kept until no provider has any of it.
 */
@Component
class PersonalRemote implements PersonalDataStore {

	private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

	private final RemoteObjects objects;

	private final Clock clock = Clock.systemUTC();

	PersonalRemote(RemoteObjects objects) {
		this.objects = objects;
	}

	@Override
	public String name() {
		return "llm.remote";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(new Keeping("ids of runs at model providers", "deleting them there", null,
				"their deletion there; those that providers delete by themselves, after %d days"
					.formatted(this.objects.known().toDays()),
				Erasure.DELETED));
	}

	@Override
	public Set<String> kinds() {
		return Set.of("remote");
	}

	@Override
	public Slice erase(Subject subject, String cursor, Deadline deadline) {
		Place at = cursor.isEmpty() ? new Place("0", 0, 0, this.clock.instant().plus(this.objects.known()))
				: Place.of(cursor);
		Hastened hastened = this.objects.hasten(new UserTag(subject.user()), at.scan());
		long found = at.found() + hastened.count();
		long sessions = at.sessions() + hastened.sessions();
		if (!hastened.next().equals("0")) {
			return new Slice.More(0, 0, new Place(hastened.next(), found, sessions, at.until()).toString());
		}
		if (found == 0) {
			return Slice.Done.NOTHING;
		}
		Kept kept = new Kept("what model providers keep of runs, under ids",
				"it is being deleted there, and is not gone as long as this stands here",
				(sessions > 0) ? null : at.until());
		return new Slice.Later(0, 0, List.of(kept), new Place("0", 0, 0, at.until()).toString(),
				this.clock.instant().plus(LOOK_AGAIN));
	}

	/**
	 * Where a look goes on.
	 *
	 * @param scan the cursor in Redis
	 * @param found how much was found before
	 * @param sessions how much of it is kept until it is deleted
	 * @param until when providers delete the rest by themselves
	 */
	private record Place(String scan, long found, long sessions, Instant until) {

		static Place of(String cursor) {
			String[] parts = cursor.split("/", 4);
			return new Place(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Instant.parse(parts[3]));
		}

		@Override
		public String toString() {
			return this.scan + "/" + this.found + "/" + this.sessions + "/" + this.until;
		}

	}

}

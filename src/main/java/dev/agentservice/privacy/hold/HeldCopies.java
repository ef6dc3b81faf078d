package dev.agentservice.privacy.hold;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.agentservice.support.personal.Kept;

import org.springframework.stereotype.Component;

/**
 * Which users' data an erasure leaves as a sealed copy.
 */
@Component
public class HeldCopies {

	private final HoldFiles files;

	private final HoldNotes notes;

	HeldCopies(HoldFiles files, HoldNotes notes) {
		this.files = files;
		this.notes = notes;
	}

	/**
	 * The sealed copy of a user's data, if there is one. The end of a hold is the end of
	 * its file, so a copy whose time is over counts until it is deleted.
	 * @param user the user's tag
	 * @param erased when the data were erased: what was held of the user later is of
	 * another relation
	 * @throws IllegalStateException if there should be one, and this replica does not see
	 * it
	 * @throws java.io.UncheckedIOException if the directory cannot be used
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if Redis is
	 * unavailable
	 */
	public Optional<Kept> find(String user, Instant erased) {
		Optional<HoldHeader> copy = this.files.isOn() ? this.files.find(user) : Optional.empty();
		if (copy.isEmpty() && this.notes.find(user).filter((note) -> !note.equals(HoldNotes.RELEASING)).isPresent()) {
			throw new IllegalStateException("The sealed copy of a legal hold is not in agent-service.privacy."
					+ "hold-directory: mount the directory, or release the hold if the copy is lost");
		}
		return copy.filter((header) -> header.placedAt().isBefore(erased)).map((header) -> kept(header.until()));
	}

	/** The users, by their tags, of whose data there is a copy, or should be one. */
	public Set<String> users() {
		Set<String> users = new TreeSet<>(this.notes.all().keySet());
		if (this.files.isOn()) {
			users.addAll(this.files.users());
		}
		return users;
	}

	private static Kept kept(Instant until) {
		return new Kept("a sealed copy of the data", "legal hold", until);
	}

}

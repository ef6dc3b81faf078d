package dev.agentservice.privacy.hold;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.agentservice.identity.UserTags;
import dev.agentservice.support.personal.Kept;
import tools.jackson.core.JacksonException;

import org.springframework.stereotype.Component;

/**
 * Which users' data an erasure leaves as a sealed copy.
 */
@Component
public class HeldCopies {

	/** Clocks of replicas differ by less: who is in doubt is held. */
	private static final Duration SKEW = Duration.ofSeconds(10);

	private final HoldDirectory directory;

	private final HoldFiles files;

	private final HoldNotes notes;

	private final UserTags tags;

	HeldCopies(HoldDirectory directory, HoldFiles files, HoldNotes notes, UserTags tags) {
		this.directory = directory;
		this.files = files;
		this.notes = notes;
		this.tags = tags;
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
		this.directory.demand();
		Optional<HoldHeader> copy = this.files.isOn() ? this.files.find(user) : Optional.empty();
		if (copy.isEmpty() && this.notes.find(user).filter((note) -> HoldNotes.released(note).isEmpty()).isPresent()) {
			throw new IllegalStateException("The sealed copy of a legal hold is not in agent-service.privacy."
					+ "hold-directory: mount the directory, or release the hold if the copy is lost");
		}
		return copy.filter((header) -> isBefore(header, erased)).map((header) -> kept(header.until()));
	}

	/**
	 * The users, by their tags, of whose data there is a copy, or should be one.
	 * @param erased when their data were erased, as above
	 * @param tenant the tag of a tenant
	 * @return for each whether the copy says that the user is the tenant's
	 * @throws java.io.UncheckedIOException if the directory, or a copy, cannot be used
	 */
	public Map<String, Boolean> before(Instant erased, String tenant) {
		this.directory.demand();
		Map<String, Boolean> users = new TreeMap<>();
		this.notes.all().forEach((user, note) -> users.put(user, HoldNotes.isOf(note, tenant)));
		List<String> copies = this.files.isOn() ? this.files.users() : List.of();
		for (String user : copies) {
			try {
				this.files.find(user).ifPresent((header) -> {
					if (isBefore(header, erased)) {
						users.put(user, this.tags.ofTenant(header.tenant()).equals(tenant));
					}
					else {
						users.remove(user);
					}
				});
			}
			catch (UncheckedIOException | JacksonException _) {
				// It is damaged: what is noted of it counts, or else the worst.
				users.putIfAbsent(user, true);
			}
		}
		return users;
	}

	private static boolean isBefore(HoldHeader header, Instant erased) {
		return header.placedAt().isBefore(erased.plus(SKEW));
	}

	private static Kept kept(Instant until) {
		return new Kept("a sealed copy of the data", "legal hold", until);
	}

}

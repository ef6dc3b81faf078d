package dev.agentservice.privacy.restore;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.privacy.ledger.LedgerEntry;
import dev.agentservice.privacy.progress.ScanTurns;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.RunIds;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.KeyPage;

import org.springframework.stereotype.Component;

/**
 * Of which users and tenants Redis holds anything at all. One look through all keys for
 * all of them: a Redis that was emptied, or is new, has nothing to erase, however long
 * the ledger is. It takes its turns with all other looks, so it may take long.
 */
@Component
class PresentTags {

	/** Where it stands whose a user's keys are: perhaps those of a tenant in question. */
	private static final Pattern SPEAKING = Pattern.compile("as:\\{[0-9a-f]{32}}:(?:who|stored)");

	/** Records of erasures, fences and buckets of rate limits hold nothing of a user. */
	private static final Pattern NOTHING = Pattern
		.compile("as:\\{e}:.*|as:bucket:.*|as:\\{[0-9a-f]{32}}:(?:erasing|erased)", Pattern.DOTALL);

	private static final RunIds NO_RUNS = (cursor) -> new RunIds.Page(List.of(), "");

	private final ScanTurns turns;

	private final List<PersonalDataStore> stores;

	PresentTags(ScanTurns turns, List<PersonalDataStore> stores) {
		this.turns = turns;
		this.stores = List.copyOf(stores);
	}

	/**
	 * Goes on with a look.
	 * @param meanwhile what is done after each page
	 * @return whether it is at its end; otherwise it goes on where the time was up
	 */
	boolean goOn(Search search, Runnable meanwhile, Deadline deadline) {
		while (!search.isOver()) {
			if (search.isBegun() && !this.turns.await(deadline)) {
				return false;
			}
			search.take(this.turns.page("as:*", search.cursor), this::staysAfterErasure);
			meanwhile.run();
		}
		return true;
	}

	private boolean staysAfterErasure(Subject subject, String key) {
		return this.stores.stream().anyMatch((store) -> store.keeps(subject, key));
	}

	/** A look through all keys, and how far it is. Not thread-safe. */
	static final class Search {

		/** Tags, and those of their tenants. */
		private final Map<String, String> wanted;

		private final Set<String> present = new HashSet<>();

		private final Set<String> left = new HashSet<>();

		private final long connections;

		private boolean users;

		private boolean begun;

		private String cursor = "";

		/**
		 * One that has not begun.
		 * @param connections how many connections there had been: behind the next one may
		 * be another Redis
		 */
		Search(Collection<LedgerEntry> entries, long connections) {
			this.wanted = entries.stream()
				.collect(Collectors.toMap(LedgerEntry::user, LedgerEntry::tenant, (one, other) -> one));
			this.connections = connections;
		}

		/** Whether it says something of all these. */
		boolean covers(Collection<LedgerEntry> entries, long now) {
			return this.connections == now
					&& entries.stream().allMatch((entry) -> this.wanted.containsKey(entry.user()));
		}

		/**
		 * The tags of those of whom there is a key, also one that an erasure leaves for a
		 * time, such as today's books: it has to be erased later.
		 */
		Set<String> present() {
			return this.present;
		}

		/** The tags of those of whom there is a key that no erasure leaves. */
		Set<String> left() {
			return this.left;
		}

		/** Whether there is any user, of whatever tenant. */
		boolean hasUsers() {
			return this.users;
		}

		private boolean isBegun() {
			return this.begun;
		}

		private boolean isOver() {
			return this.wanted.isEmpty() || (this.begun && this.cursor.isEmpty());
		}

		private void take(KeyPage page, BiPredicate<Subject, String> stays) {
			page.keys().forEach((key) -> collect(key, stays));
			this.cursor = page.next();
			this.begun = true;
		}

		private void collect(String key, BiPredicate<Subject, String> stays) {
			if (!NOTHING.matcher(key).matches()) {
				Matcher tags = LedgerEntry.TAG.matcher(key);
				while (tags.find()) {
					String tenant = this.wanted.get(tags.group());
					if (tenant != null) {
						this.present.add(tags.group());
						if (!stays.test(new Subject(tags.group(), tenant, NO_RUNS), key)) {
							this.left.add(tags.group());
						}
					}
				}
				this.users |= SPEAKING.matcher(key).matches();
			}
		}

	}

}

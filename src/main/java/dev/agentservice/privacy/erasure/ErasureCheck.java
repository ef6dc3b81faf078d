package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.progress.ScanTurns;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.KeyPage;

import org.springframework.stereotype.Component;

/**
 * Looks for what an erasure has left: not by the index that it went by, but through all
 * keys of all masters.
 */
@Component
class ErasureCheck {

	private final ScanTurns turns;

	private final List<PersonalDataStore> stores;

	ErasureCheck(ScanTurns turns, List<PersonalDataStore> stores) {
		this.turns = turns;
		this.stores = stores;
	}

	/**
	 * Looks through some keys; after the last the stores look by themselves.
	 * @param cursor where the look before ended, or the empty text
	 */
	Found look(Subject subject, String cursor) {
		UserTag user = new UserTag(subject.user());
		Pattern speaks = speaking(subject);
		KeyPage page = this.turns.page("*" + user + "*", cursor);
		String prefix = user.key("");
		List<String> members = new ArrayList<>();
		Set<String> kinds = new TreeSet<>();
		for (String key : page.keys()) {
			if (!speaks.matcher(key).matches() || UserFence.owns(user, key)
					|| this.stores.stream().anyMatch((store) -> store.keeps(subject, key))) {
				continue;
			}
			if (key.startsWith(prefix)) {
				members.add(key.substring(prefix.length()));
			}
			kinds.add(key.replaceFirst("[0-9a-f]{32}", "").replaceFirst("^as:\\{}:", "").split(":", 2)[0]);
		}
		long count = kinds.isEmpty() ? 0 : Math.max(members.size(), kinds.size());
		return page.next().isEmpty() ? withStores(this.stores, subject, members, kinds, count)
				: new Found(members, kinds, count, page.next(), this.turns.next());
	}

	/**
	 * Only the stores look by themselves: somebody else looks through all keys, for many
	 * users at once.
	 * @param belowTenant whether those do so, too, that the erasure of a whole tenant
	 * does not ask
	 */
	Found lookAtStores(Subject subject, boolean belowTenant) {
		List<PersonalDataStore> own = this.stores.stream()
			.filter((store) -> belowTenant || !store.isBelowTenant())
			.toList();
		return withStores(own, subject, List.of(), new TreeSet<>(), 0);
	}

	private static Found withStores(List<PersonalDataStore> stores, Subject subject, List<String> members,
			Set<String> kinds, long count) {
		long sum = count;
		for (PersonalDataStore store : stores) {
			Residue residue = store.verify(subject);
			if (!residue.isEmpty()) {
				sum += residue.count();
				residue.kinds().forEach((kind) -> kinds.add(store.name() + ": " + kind));
			}
		}
		return new Found(members, kinds, sum, "", Duration.ZERO);
	}

	/**
	 * The keys that speak of a user: those with the user's hash tag, and those of the
	 * queue and of the user's tenant that have the tag as a part of their name. Elsewhere
	 * it is a name that another user has chosen, for a session perhaps, or an erasure's
	 * own.
	 */
	private static Pattern speaking(Subject subject) {
		return Pattern.compile("as:(?:[a-z]+:)?\\{%1$s}:.*|as:\\{(?:q|%2$s)}:(?:.*:)?%1$s(?::.*)?"
			.formatted(Pattern.quote(subject.user()), Pattern.quote(subject.tenant())), Pattern.DOTALL);
	}

	/**
	 * What was found.
	 *
	 * @param members keys of the user, without what all of them begin with
	 * @param kinds of what kinds all of it is; no names and no ids
	 * @param count how much there is
	 * @param next where the next look begins; the empty text after the last
	 * @param pause when it is due
	 */
	record Found(List<String> members, Set<String> kinds, long count, String next, Duration pause) {

		boolean clean() {
			return this.count == 0;
		}

	}

}

package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import dev.agentservice.identity.UserTag;
import dev.agentservice.privacy.PrivacyProperties;
import dev.agentservice.support.personal.PersonalDataStore;
import dev.agentservice.support.personal.Residue;
import dev.agentservice.support.personal.Subject;
import dev.agentservice.support.redis.KeyPage;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import dev.agentservice.support.redis.StoreUnavailableException;

import org.springframework.stereotype.Component;

/**
 * Looks for what an erasure has left: not by the index that it went by, but through all
 * keys of all masters.
 */
@Component
class ErasureCheck {

	private static final int PAGE = 500;

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final LuaScript<Long> TURN = LuaScript.number("fragment/clock", "privacy/erasure-keys",
			"privacy/erasure-turn");

	private final RedisStore redis;

	private final List<PersonalDataStore> stores;

	private final long pageMillis;

	ErasureCheck(RedisStore redis, List<PersonalDataStore> stores, PrivacyProperties properties) {
		this.redis = redis;
		this.stores = stores;
		this.pageMillis = Duration.ofSeconds(PAGE).dividedBy(properties.scanRate()).toMillis();
	}

	/**
	 * Looks through some keys; after the last the stores look by themselves.
	 * @param cursor where the look before ended, or the empty text
	 * @param inTurn whether the next look waits for its turn
	 */
	Found look(Subject subject, String cursor, boolean inTurn) {
		UserTag user = new UserTag(subject.user());
		Pattern speaks = speaking(subject);
		KeyPage page = scan("*" + user + "*", cursor);
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
				: new Found(members, kinds, count, page.next(), inTurn ? pause() : Duration.ZERO);
	}

	/** The rate is that of all erasures together, at whichever replicas. */
	private Duration pause() {
		return Duration.ofMillis(this.redis.run(TURN, List.of("as:{e}:erasures"), List.of(this.pageMillis)));
	}

	/**
	 * Only the stores look by themselves, for what the erasure of the whole tenant does
	 * not delete at once.
	 */
	Found lookAtStores(Subject subject) {
		List<PersonalDataStore> own = this.stores.stream().filter((store) -> !store.isBelowTenant()).toList();
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

	private KeyPage scan(String pattern, String cursor) {
		try {
			return this.redis.scan(pattern, cursor, PAGE).orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
		}
		catch (CompletionException ex) {
			throw new StoreUnavailableException("scan", (ex.getCause() instanceof TimeoutException cause) ? cause : ex);
		}
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

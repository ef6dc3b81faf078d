package dev.agentservice.flag.definition;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Gives a variant to some. All that is said has to fit; what is not said fits everybody.
 *
 * @param tenants names of tenants; empty for all
 * @param users tags of users; empty for all
 * @param agents names of agents; empty for all
 * @param share how many of the users that fit, in hundredths of a percent, 0 to 10,000;
 * the percentages of one flag's rules are all measured from the same end, so behind a
 * rule for 25 % one for 50 % gets the users from 25 to 50
 * @param variant what they get
 */
public record FlagRule(Set<String> tenants, Set<String> users, Set<String> agents, int share, String variant) {

	/** The largest share. */
	public static final int EVERYBODY = Rollout.EVERYBODY;

	public FlagRule {
		tenants = Collections.unmodifiableSet(new TreeSet<>(tenants));
		users = Collections.unmodifiableSet(new TreeSet<>(users));
		agents = Collections.unmodifiableSet(new TreeSet<>(agents));
	}

	/**
	 * A percentage as a share.
	 * @param percentage from 0 to 100, with at most two decimals
	 * @throws ArithmeticException if it has more
	 */
	public static int share(BigDecimal percentage) {
		return percentage.movePointRight(2).intValueExact();
	}

	/** The share as a percentage. */
	public BigDecimal percentage() {
		return BigDecimal.valueOf(this.share, 2).stripTrailingZeros();
	}

	/** The rule as a tenant may see it, if it concerns that tenant at all. */
	Optional<FlagRule> seenBy(String tenant) {
		if (this.tenants.isEmpty()) {
			return Optional.of(this);
		}
		return this.tenants.contains(tenant)
				? Optional.of(new FlagRule(Set.of(tenant), this.users, this.agents, this.share, this.variant))
				: Optional.empty();
	}

	/** Whether it is about a percentage and nothing else. */
	boolean splitsOnly() {
		return this.tenants.isEmpty() && this.users.isEmpty() && this.agents.isEmpty();
	}

	boolean matches(String flag, FlagContext context) {
		return fits(this.tenants, context.tenant()) && fits(this.users, context.user().value())
				&& fits(this.agents, context.agent())
				&& (this.share == EVERYBODY || Rollout.place(flag, context.user()) < this.share);
	}

	private static boolean fits(Set<String> wanted, String value) {
		return wanted.isEmpty() || wanted.contains(value);
	}

}

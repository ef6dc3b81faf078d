/**
 * Money: what models cost, who may still spend what, and where it went. No interleaving,
 * crash or retry overspends a limit, because every change of money is one Lua script.
 * <p>
 * A call of a model reserves its worst case in every scope before it is made and settles
 * to its real cost when it has ended; what nobody settles is charged in full when its
 * time has run out. Amounts are nano-USD, days are those of the configured zone by the
 * clock of Redis.
 * <p>
 * Redis keys, all with the tenant's hash tag {@code {t}}, {@code <tag>} is a user's tag:
 * <ul>
 * <li>{@code as:{t}:budget:<day>:<scope>}: the books of a scope ({@code tenant},
 * {@code agent:<name>}, {@code credential:<name>}, {@code user:<tag>}) on a day, a hash:
 * {@code limit} (as configured when last reserved), {@code override} (of an operator),
 * {@code spent}, {@code reserved}, {@code max} (the largest sum of the two there ever
 * was), {@code unreported} (the part of {@code spent} that no provider's report confirms:
 * swept reservations, and calls that broke off or ended without a report, which are
 * estimated), {@code runs} (that began to spend on this day), and for tenant and user
 * what was spent by {@code model:<provider/model>} and {@code agent:<name>}</li>
 * <li>{@code as:{t}:budget:run:<id>}: the books of a run, which may cross midnight; also
 * {@code attempt} (the newest owner's fencing token) and {@code day} (of its first
 * reservation); of work outside any agent, such as storing a document, they are kept for
 * two hours, as its closed reservations are</li>
 * <li>{@code as:{t}:reservation:<run>/<attempt>/<step>/<call>}: a reservation, a hash:
 * {@code state} (open, settled, swept), {@code day}, {@code scopes}, {@code model},
 * {@code agent}, {@code amount}</li>
 * <li>{@code as:{t}:reservations}: the open ones by deadline, a sorted set</li>
 * <li>{@code as:{t}:spenders:<day>}: user tags by what they spent, a sorted set</li>
 * <li>{@code as:{t}:users}: user tags by the day, counted from 1970, on which a run of
 * theirs began to spend last, a sorted set</li>
 * </ul>
 * {@code as:{t}:erasing}, the fence of the tenant's erasure, is read here, and in
 * {@code as:{t}:came} the tags of those are noted who ask for a run while it stands.
 * <p>
 * Of one user these are {@code as:{t}:budget:*:user:<tag>}, the member {@code <tag>} of
 * {@code as:{t}:spenders:*} and of {@code as:{t}:users}, and, for as long as
 * {@code closed-retention} says, {@code scopes} of {@code as:{t}:reservation:*}. They
 * hold amounts and the tag, never a name or a text.
 */
@ApplicationModule(allowedDependencies = "audit")
@NullMarked
package dev.agentservice.budget;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

package dev.agentservice.budget;

import java.time.LocalDate;
import java.util.Map;

/**
 * Where a scope's money went on one day, in nano-USD.
 *
 * @param day the day, in the configured zone
 * @param ledger limit, spent, reserved
 * @param unreportedNano the part of what was spent that no provider's report confirms:
 * swept reservations, and calls that broke off or ended without a report
 * @param runs how many runs spent their first money on this day
 * @param spentByModel what was spent, by {@code provider/model}
 * @param spentByAgent what was spent, by agent
 */
public record DayUsage(LocalDate day, Ledger ledger, long unreportedNano, long runs, Map<String, Long> spentByModel,
		Map<String, Long> spentByAgent) {

}

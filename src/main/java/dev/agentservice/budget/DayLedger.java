package dev.agentservice.budget;

import java.time.LocalDate;

/**
 * A ledger and its day.
 *
 * @param day the day, in the configured zone
 * @param ledger limit, spent, reserved
 */
public record DayLedger(LocalDate day, Ledger ledger) {

}

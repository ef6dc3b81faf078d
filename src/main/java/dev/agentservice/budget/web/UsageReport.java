package dev.agentservice.budget.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import dev.agentservice.budget.DayUsage;
import dev.agentservice.budget.Spender;
import dev.agentservice.budget.price.NanoUsd;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where the money went, as clients see it.
 */
@Schema(name = "UsageReport", description = "Where the money went. All amounts are in USD.")
record UsageReport(@Schema(example = "2026-11-01") LocalDate from, @Schema(example = "2026-11-23") LocalDate to,
		@Schema(description = "The time zone in which a day begins.", example = "UTC") String zone,
		@Schema(description = "How many runs began to spend.", example = "42") long runs,
		@Schema(example = "1.292416") BigDecimal spentUsd,
		@Schema(description = UsageReport.UNREPORTED, example = "0.0021") BigDecimal unreportedUsd,
		@Schema(description = "Put aside for calls under way.", example = "0.0125") BigDecimal reservedUsd,
		List<Share> models, List<Share> agents,
		@Schema(description = "The days on which there was anything, and today.") List<Day> days,
		@Schema(description = "Who spent most in the whole period, by tag; in an operator's report only.") @Nullable List<TopSpender> topSpenders) {

	private static final String UNREPORTED = "The part of `spent_usd` that no provider's report confirms: overdue "
			+ "reservations charged in full, and calls that broke off or ended without a report.";

	static UsageReport of(Period period, String zone, List<DayUsage> days, @Nullable List<Spender> spenders) {
		return new UsageReport(period.from(), period.to(), zone, sum(days, DayUsage::runs),
				NanoUsd.toUsd(sum(days, (day) -> day.ledger().spentNano())),
				NanoUsd.toUsd(sum(days, DayUsage::unreportedNano)),
				NanoUsd.toUsd(sum(days, (day) -> day.ledger().reservedNano())), shares(days, DayUsage::spentByModel),
				shares(days, DayUsage::spentByAgent), days.stream().map(Day::of).toList(),
				(spenders != null) ? spenders.stream().map(TopSpender::of).toList() : null);
	}

	private static long sum(List<DayUsage> days, ToLongFunction<DayUsage> value) {
		return days.stream().mapToLong(value).sum();
	}

	private static List<Share> shares(List<DayUsage> days, Function<DayUsage, Map<String, Long>> section) {
		Map<String, Long> sums = new TreeMap<>();
		days.forEach((day) -> section.apply(day).forEach((name, spent) -> sums.merge(name, spent, Long::sum)));
		return sums.entrySet().stream().map((sum) -> new Share(sum.getKey(), NanoUsd.toUsd(sum.getValue()))).toList();
	}

	@Schema(name = "UsageDay")
	record Day(@Schema(example = "2026-11-23") LocalDate day,
			@Schema(description = "The day's limit; absent without one.", example = "10") @Nullable BigDecimal limitUsd,
			@Schema(example = "0.412") BigDecimal spentUsd,
			@Schema(description = UsageReport.UNREPORTED, example = "0.0021") BigDecimal unreportedUsd,
			@Schema(description = "Put aside for calls under way.", example = "0.0125") BigDecimal reservedUsd,
			@Schema(example = "7") long runs, List<Share> models, List<Share> agents) {

		private static Day of(DayUsage usage) {
			Long limit = usage.ledger().limitNano();
			return new Day(usage.day(), (limit != null) ? NanoUsd.toUsd(limit) : null,
					NanoUsd.toUsd(usage.ledger().spentNano()), NanoUsd.toUsd(usage.unreportedNano()),
					NanoUsd.toUsd(usage.ledger().reservedNano()), usage.runs(),
					shares(List.of(usage), DayUsage::spentByModel), shares(List.of(usage), DayUsage::spentByAgent));
		}

	}

	@Schema(name = "UsageShare", description = "What was spent on one model or by one agent.")
	record Share(@Schema(example = "anthropic/claude-haiku-4-5") String name,
			@Schema(example = "0.372") BigDecimal spentUsd) {

	}

	@Schema(name = "TopSpender")
	record TopSpender(
			@Schema(description = "The user's tag, never a name.",
					example = "3f0c9a52d1b84e7796ad02c15be4f038") String user,
			@Schema(example = "9.81") BigDecimal spentUsd) {

		private static TopSpender of(Spender spender) {
			return new TopSpender(spender.user().value(), NanoUsd.toUsd(spender.spentNano()));
		}

	}

}

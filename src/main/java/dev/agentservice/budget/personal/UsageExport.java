package dev.agentservice.budget.personal;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;

import dev.agentservice.budget.BudgetProperties;
import dev.agentservice.budget.DayUsage;
import dev.agentservice.budget.UsageReports;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.personal.ExportSink;
import dev.agentservice.support.personal.Subject;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

/**
 * What a user spent, day by day, as far back as books are kept.
 */
@Component
class UsageExport {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private final UsageReports reports;

	private final Duration retention;

	UsageExport(UsageReports reports, BudgetProperties properties) {
		this.reports = reports;
		this.retention = properties.retention();
	}

	void write(Subject subject, ExportSink sink) {
		LocalDate to = this.reports.today(subject.tenant());
		LocalDate from = to.minusDays(this.retention.toDays() + 1);
		UserTag user = new UserTag(subject.user());
		// One report covers no more than that.
		for (LocalDate begin = from; !begin.isAfter(to); begin = begin.plusDays(UsageReports.LONGEST)) {
			LocalDate end = begin.plusDays(UsageReports.LONGEST - 1L);
			this.reports.ofUser(subject.tenant(), user, begin, end.isAfter(to) ? to : end)
				.forEach((day) -> sink.add("usage", day.day().toString(), json(day)));
		}
	}

	private static String json(DayUsage usage) {
		ObjectNode day = MAPPER.createObjectNode()
			.put("day", usage.day().toString())
			.put("runs", usage.runs())
			.put("spent_usd", NanoUsd.toUsd(usage.ledger().spentNano()))
			.put("reserved_usd", NanoUsd.toUsd(usage.ledger().reservedNano()));
		shares(day.putObject("models"), usage.spentByModel());
		shares(day.putObject("agents"), usage.spentByAgent());
		return MAPPER.writeValueAsString(day);
	}

	private static void shares(ObjectNode node, Map<String, Long> spent) {
		spent.forEach((name, nano) -> node.put(name, NanoUsd.toUsd(nano)));
	}

}

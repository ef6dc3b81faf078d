package dev.agentservice.budget.web;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

import dev.agentservice.budget.web.UsageReport.Day;
import dev.agentservice.budget.web.UsageReport.Share;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.stereotype.Component;

/**
 * Writes a report as a table: a row for each day, one for each model and agent of a day,
 * and one for each top spender, who has no day because the sum is the period's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 */
@Component
class UsageCsv implements HttpMessageConverter<UsageReport> {

	/** For mappings. */
	static final String TEXT_CSV = "text/csv";

	private static final MediaType CSV = new MediaType("text", "csv");

	private static final MediaType CSV_IN_UTF_8 = new MediaType(CSV, StandardCharsets.UTF_8);

	private static final String HEADER = "day,kind,name,spent_usd,unreported_usd,reserved_usd,limit_usd,runs\r\n";

	private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

	/**
	 * What a spreadsheet takes for the beginning of a formula (OWASP, "CSV Injection").
	 */
	private static final String FORMULA = "=+-@\t\r";

	@Override
	public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
		return false;
	}

	@Override
	public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
		return type == UsageReport.class && (mediaType == null || mediaType.isCompatibleWith(CSV));
	}

	@Override
	public List<MediaType> getSupportedMediaTypes() {
		return List.of(CSV);
	}

	@Override
	public UsageReport read(Class<? extends UsageReport> type, HttpInputMessage message) {
		throw new UnsupportedOperationException("writes only");
	}

	@Override
	public void write(UsageReport report, @Nullable MediaType mediaType, HttpOutputMessage message) throws IOException {
		byte[] table = table(report).getBytes(StandardCharsets.UTF_8);
		message.getHeaders().setContentType(CSV_IN_UTF_8);
		message.getHeaders().setContentLength(table.length);
		message.getBody().write(table);
	}

	static String table(UsageReport report) {
		StringBuilder table = new StringBuilder(HEADER);
		report.days().forEach((day) -> append(table, day));
		if (report.topSpenders() != null) {
			report.topSpenders()
				.forEach((spender) -> row(table, "", "spender", spender.user(), plain(spender.spentUsd()), "", "", "",
						""));
		}
		return table.toString();
	}

	private static void append(StringBuilder table, Day day) {
		String date = day.day().toString();
		row(table, date, "total", "", plain(day.spentUsd()), plain(day.unreportedUsd()), plain(day.reservedUsd()),
				plain(day.limitUsd()), Long.toString(day.runs()));
		append(table, date, "model", day.models());
		append(table, date, "agent", day.agents());
	}

	private static void append(StringBuilder table, String date, String kind, List<Share> shares) {
		shares.forEach((share) -> row(table, date, kind, text(share.name()), plain(share.spentUsd()), "", "", "", ""));
	}

	private static void row(StringBuilder table, String... cells) {
		table.append(String.join(",", cells)).append("\r\n");
	}

	private static String plain(@Nullable BigDecimal usd) {
		return (usd != null) ? usd.toPlainString() : "";
	}

	/** A cell that every reader takes for nothing but text. */
	private static String text(String value) {
		boolean formula = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0;
		String safe = formula ? "'" + value : value;
		return (formula || NEEDS_QUOTES.matcher(safe).find()) ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
	}

}

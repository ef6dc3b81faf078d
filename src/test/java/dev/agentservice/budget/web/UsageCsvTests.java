package dev.agentservice.budget.web;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import dev.agentservice.budget.web.UsageReport.Day;
import dev.agentservice.budget.web.UsageReport.Share;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class UsageCsvTests {

	private static final LocalDate DAY = LocalDate.parse("2026-11-23");

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "openai/gpt|openai/gpt", "=1+2|\"'=1+2\"", "+1|\"'+1\"", "-1|\"'-1\"", "@sum|\"'@sum\"",
					"a=b|a=b", "a,b|\"a,b\"", "a\"b|\"a\"\"b\"", "=\"a\"|\"'=\"\"a\"\"\"", "~\tx~|~\"'\tx\"~",
					"~\rx~|~\"'\rx\"~", "~a\nb~|~\"a\nb\"~" })
	void aNameIsNothingButText(String name, String cell) {
		Day day = new Day(DAY, null, BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO, 1,
				List.of(new Share(name, BigDecimal.ONE)), List.of());
		UsageReport report = new UsageReport(DAY, DAY, "UTC", 1, BigDecimal.ONE, BigDecimal.ZERO, BigDecimal.ZERO,
				List.of(), List.of(), List.of(day), null);
		assertThat(UsageCsv.table(report)).endsWith("\r\n2026-11-23,model," + cell + ",1,,,,\r\n");
	}

}
